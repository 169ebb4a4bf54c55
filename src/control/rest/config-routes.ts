import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { errorBody } from '../../core/error-body.ts'
import { inSequence, updateSettings, upsertEntry } from '../../core/change/edits.ts'
import type { ConfigPlanner, ConfigState } from '../../core/change/config-change.ts'
import type { Expectations } from '../../core/change/hindrances.ts'
import { parseIdempotency } from '../../core/change/idempotency.ts'
import { planDirectPublish } from '../../core/change/plan-publish.ts'
import { DEFAULT_CDN_KEY, type RoutingConfig } from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { describeProblem, fail, ok, printable, type Problem, type Result } from '../../core/result.ts'
import type { Clock } from '../../ports/clock.ts'
import { attemptBy, type Caller } from '../access/caller.ts'
import type { ChangeService } from '../change/change-service.ts'
import { changeBody, configErrorStatus, createBody, type ConfigAnswer } from './config-operations.ts'

export type ConfigRouteParts = {
  readonly changes: Pick<ChangeService, 'live' | 'change'>
  readonly clock: Clock
  readonly callerOf: (request: FastifyRequest) => Caller
  /** Marks the attempt of a request as recorded by the store, with its change. */
  readonly markRecorded: (request: FastifyRequest) => void
}

/** Adds `/config`: the two settings of the service that Sluice replaces, as thin calls of the change service. */
export function addConfigRoutes(app: FastifyInstance, { changes, clock, callerOf, markRecorded }: ConfigRouteParts): void {
  app.get('/config', async (_request, reply) => {
    const live = await changes.live()
    if (!live.ok) return refuse(reply, live.problem)
    const { revision, ageMs } = live.value
    if (ageMs !== undefined) reply.header('Age', Math.floor(ageMs / 1_000))
    return answer(reply, 200, ok(revision))
  })

  app.put('/config', { config: { attempt: { action: 'putConfig', target: 'revisions' } } }, async (request, reply) => {
    const body = parseBody(request, changeBody)
    if (!body.ok) return refuse(reply, body.problem)
    const expected = parseIfMatch(request.headers['if-match'])
    if (!expected.ok) return refuse(reply, expected.problem)
    const input = { body: body.value, ifMatch: expected.value }
    const idempotency = parseIdempotency(request.headers['idempotency-key']?.toString(), { action: 'putConfig', input })
    if (!idempotency.ok) return refuse(reply, idempotency.problem)
    const plan = planChange('putConfig', body.value, 'PUT /config', { expectedRevision: expected.value })
    return answer(reply, 200, await change(request, { ...plan, idempotency: idempotency.value }))
  })

  app.post('/config', { config: { attempt: { action: 'postConfig', target: 'revisions' } } }, async (request, reply) => {
    const body = parseBody(request, createBody)
    if (!body.ok) return refuse(reply, body.problem)
    const plan = refuseOncePublished(planChange('postConfig', body.value, 'POST /config', {}))
    return answer(reply, 201, await change(request, plan))
  })

  async function change(request: FastifyRequest, planner: ConfigPlanner): Promise<Result<ConfigRevision | undefined>> {
    const changed = await changes.change(attemptBy(callerOf(request), clock), planner)
    markRecorded(request)
    return changed.ok ? ok(changed.value.made) : changed
  }
}

type Change = z.infer<typeof changeBody>

/**
 * Plans the body as an edit of the live configuration and of the working copy. There a CDN whose deletion is pending stays
 * deleted.
 */
function planChange(action: string, change: Change, message: string, expected: Expectations): ConfigPlanner {
  const { cdn_host, ratio } = change
  const settings = updateSettings({ ratio })
  const all =
    cdn_host === undefined ? settings : inSequence([upsertEntry('cdns', { key: DEFAULT_CDN_KEY, baseUrl: cdn_host }), settings])
  const isDeletionPending = ({ live, workingCopy }: ConfigState): boolean =>
    hasDefaultCdn(live?.config) && !hasDefaultCdn(workingCopy)
  const edit = { live: all, pending: (state: ConfigState) => (isDeletionPending(state) ? settings : all) }
  return planDirectPublish(action, edit, message, expected)
}

function hasDefaultCdn(config: RoutingConfig | undefined): boolean {
  return config?.cdns.some(({ key }) => key === DEFAULT_CDN_KEY) === true
}

/** Lets a creation replace only the revision that was made from the environment. */
function refuseOncePublished(planner: ConfigPlanner): ConfigPlanner {
  return {
    ...planner,
    plan: (state, attempt) =>
      (state.live?.number ?? 0) <= 1
        ? planner.plan(state, attempt)
        : fail({
            code: 'CONFIG_EXISTS',
            received: 'POST /config',
            allowed: 'POST before the first publish',
            remedy: `revision ${state.live?.number ?? 1} is live: change it with PUT /config`,
          }),
  }
}

function answer(reply: FastifyReply, status: number, revision: Result<ConfigRevision | undefined>): FastifyReply {
  if (!revision.ok) return refuse(reply, revision.problem)
  const live = revision.value
  const cdn = live?.config.cdns.find(({ key }) => key === DEFAULT_CDN_KEY)
  const body: ConfigAnswer = {
    cdn_host: cdn?.baseUrl ?? null,
    ratio: live?.config.settings.ratio ?? null,
    revision: live?.number ?? null,
  }
  return reply
    .status(status)
    .header('Cache-Control', 'no-store')
    .header('ETag', `"${live?.number ?? 0}"`)
    .send(body)
}

/** Names that this interface has for fields of the core. */
const restNames: Readonly<Record<string, string>> = {
  baseUrl: 'cdn_host',
  expectedRevision: 'If-Match',
  idempotencyKey: 'Idempotency-Key',
}

function refuse(reply: FastifyReply, problem: Problem): FastifyReply {
  const field = restNames[problem.field ?? ''] ?? problem.field
  const told = field === undefined ? problem : { ...problem, field }
  return reply
    .status(configErrorStatus(problem.code))
    .header('Cache-Control', 'no-store')
    .send(errorBody(told.code, describeProblem(told), told.field))
}

function parseBody<T>(request: FastifyRequest, schema: z.ZodType<T>): Result<T> {
  if (Object.keys(request.query as object).length > 0) {
    const received = printable(Object.keys(request.query as object).join(', '))
    return fail({
      code: 'QUERY_NOT_ALLOWED',
      field: 'query',
      received,
      allowed: 'no query parameters',
      remedy: 'send the fields in a JSON body',
    })
  }
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.map((key) => printable(key)).join(', ') : undefined
  const field = unknown ?? issue?.path.join('.') ?? ''
  return fail({
    code: unknown === undefined ? 'BODY_INVALID' : 'UNKNOWN_FIELD',
    ...(field === '' ? {} : { field }),
    received:
      unknown ?? printable(JSON.stringify(issue === undefined ? request.body : valueAt(request.body, issue.path)) ?? 'nothing'),
    allowed: 'a JSON object with cdn_host (a base URL) and ratio (an integer)',
    remedy: 'send for example {"cdn_host": "cdn.example.com", "ratio": 10}',
  })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}

/** Reads `If-Match` (RFC 9110 §13.1.1): a quoted revision number, `*`, or nothing. */
function parseIfMatch(header: string | undefined): Result<number | undefined> {
  if (header === undefined || header.trim() === '*') return { ok: true, value: undefined }
  const number = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (number !== undefined) return { ok: true, value: Number(number) }
  return fail({
    code: 'IF_MATCH_INVALID',
    field: 'If-Match',
    received: printable(header),
    allowed: 'a quoted revision number, or *',
    remedy: 'send the ETag of GET /config',
  })
}
