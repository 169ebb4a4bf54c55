import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AttemptRefusal, RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Viewer } from '../../core/access/roles.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whoever asks this route wants to change something: what the audit event of one who is refused says of it. */
    attempt?: Pick<RefusedAttempt, 'action' | 'target'>
  }
}

export type RecordedAttemptsParts = {
  readonly viewerOf: (request: FastifyRequest) => Viewer | undefined
  readonly record: (request: FastifyRequest, refused: RefusedAttempt) => Promise<void>
  /** Somebody who did not say who they are was refused. */
  readonly onAnonymous: (request: FastifyRequest, code: string) => void
  /** Somebody was refused by a route that changes nothing, or before it was known what was wanted. */
  readonly onUnnamed: (code: string) => void
}

/**
 * The one place that sees to it that every refused request is recorded once or counted, whoever answered it: the guard, Fastify's
 * parser of bodies, the route, or the handler of errors. Returns how a route says that the store has recorded the attempt.
 */
export function recordRefusedRequests(app: FastifyInstance, parts: RecordedAttemptsParts): (request: FastifyRequest) => void {
  const recorded = new WeakSet<FastifyRequest>()
  app.addHook('onSend', async (request, reply, payload) => {
    // What GraphQL answers is a stream; its mutations are recorded one by one, in graphql/audit/.
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

/** Both forms of an error, `errorBody` and `graphqlErrorBody`: recorded is what the caller was told. */
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

/** Nothing here may turn a refusal into another answer. */
function parse(payload: string): Body {
  try {
    return JSON.parse(payload) as Body
  } catch {
    return {}
  }
}
