import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AttemptRefusal, RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Viewer } from '../../core/access/roles.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks a route that changes something: action and target in the audit event of a refusal. */
    attempt?: Pick<RefusedAttempt, 'action' | 'target'>
  }
}

export type RecordedAttemptsParts = {
  readonly viewerOf: (request: FastifyRequest) => Viewer | undefined
  readonly record: (request: FastifyRequest, refused: RefusedAttempt) => Promise<void>
  /** Called for a refused caller without a valid token. */
  readonly onAnonymous: (request: FastifyRequest, code: string) => void
  /** Called for a caller who was refused by a route that changes nothing, or before the attempt was known. */
  readonly onUnnamed: (code: string) => void
}

/**
 * Records or counts every refused request once, whoever answered it: the guard, Fastify's parser of bodies, the route, or the
 * handler of errors. Returns a function by which a route marks an attempt that the store has recorded.
 */
export function recordRefusedRequests(app: FastifyInstance, parts: RecordedAttemptsParts): (request: FastifyRequest) => void {
  const recorded = new WeakSet<FastifyRequest>()
  app.addHook('onSend', async (request, reply, payload) => {
    // An answer of GraphQL is a stream; its mutations are recorded one by one, in graphql/audit/.
    if (reply.statusCode < 400 || typeof payload !== 'string' || recorded.has(request)) return
    const { attempt } = request.routeOptions.config
    const isKnown = parts.viewerOf(request) !== undefined
    if (isKnown && attempt !== undefined) return parts.record(request, { ...attempt, refusal: refusalIn(payload) })
    if (request.is404 || reply.statusCode >= 500) return
    if (isKnown) parts.onUnnamed(refusalIn(payload).code)
    else parts.onAnonymous(request, refusalIn(payload).code)
  })
  return (request) => void recorded.add(request)
}

type Worded = { readonly code?: string; readonly message?: string; readonly field?: string }

/** Reads the refusal that the caller was told, from `errorBody` or `graphqlErrorBody`. */
function refusalIn(payload: string): AttemptRefusal {
  const { error, errors = [] } = parse(payload)
  const graphql = errors[0]
  const { code = 'UNKNOWN', message = '', field } = error ?? { code: graphql?.extensions?.code, message: graphql?.message }
  return { code, message, field }
}

type Body = {
  readonly error?: Worded
  readonly errors?: readonly { readonly message?: string; readonly extensions?: Worded }[]
}

/** Never throws: that would turn a refusal into another answer. */
function parse(payload: string): Body {
  try {
    return JSON.parse(payload) as Body
  } catch {
    return {}
  }
}
