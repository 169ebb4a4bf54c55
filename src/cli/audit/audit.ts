import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'
import type { AdminApi } from '../admin-api.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'
import { defineCommand, readCount, readRevision, type Option } from '../command.ts'
import { readDuration } from '../duration.ts'
import { formatTable } from '../table.ts'

/** Most events in one page of the API. */
const PAGE_SIZE = 100
const MAX_EVENTS = 1_000

const eventsShape = z.array(
  z.strictObject({
    id: z.string(),
    at: z.string(),
    actor: z.string(),
    role: z.string().nullable(),
    address: z.string(),
    action: z.string(),
    target: z.string(),
    outcome: z.enum(['ACCEPTED', 'UNCHANGED', 'REFUSED']),
    code: z.string().nullable(),
    message: z.string().nullable(),
    field: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    revision: z.int().nullable(),
    requestId: z.string(),
  }),
)
type Events = z.infer<typeof eventsShape>
type Page = {
  readonly auditLog: {
    readonly edges: readonly { readonly node: Events[number] }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

const query = `query Audit($filter: AuditFilter!, $first: Int!, $after: String) {
  auditLog(filter: $filter, first: $first, after: $after) {
    edges { node ${selectionOf(eventsShape)} }
    pageInfo { hasNextPage endCursor }
  }
}`

const text = (value: string, help: string): Option & { readonly type: 'string' } => ({ type: 'string', value, help })

export const audit = defineCommand({
  name: 'audit',
  synopsis:
    '[--first N] [--since TIME] [--until TIME] [--actor NAME] [--action NAME] [--target TARGET] [--outcome OUTCOME] [--code CODE] [--role ROLE] [--address ADDRESS] [--revision N] [--request-id ID]',
  summary: 'lists who changed, or tried to change, what and when, newest first',
  help: `
All that is given has to match. A TIME is a moment, or a duration before now. Needs the role viewer.

  npx sluice audit --since 2h
  npx sluice audit --outcome REFUSED --first 5
  npx sluice audit --target cdns. --json
`,
  operands: { min: 0, max: 0 },
  options: {
    first: text('N', `number of events, 1 to ${MAX_EVENTS}; default 20`),
    since: text('TIME', 'at that moment or later: 2h, 2026-01-31T12:00:00Z'),
    until: text('TIME', 'before that moment'),
    actor: text('NAME', 'who: api-token:NAME, anonymous …'),
    action: text('NAME', 'what was done: publish, upsertCdn, setOverride …'),
    target: text('TARGET', 'to what: cdns.KEY, or all below it with a dot at the end'),
    outcome: text('ACCEPTED|UNCHANGED|REFUSED', 'how it ended'),
    code: text('CODE', 'why it was refused'),
    role: text('ROLE', 'with which highest role'),
    address: text('ADDRESS', 'from which address'),
    revision: text('N', 'which revision it published'),
    'request-id': text('ID', 'the X-Request-Id of the answer'),
  },
  shape: eventsShape,
  async run({ values, api, clock, show }) {
    const {
      first = '20',
      since,
      until,
      revision,
      outcome,
      role,
      'request-id': requestId,
      actor,
      action,
      target,
      code,
      address,
    } = values
    const moment = (name: string, told: string | undefined): string | undefined =>
      told === undefined ? undefined : readMoment(name, told, clock.nowEpochMs())
    const filter = {
      actor,
      action,
      target,
      code,
      address,
      requestId,
      outcome: outcome?.toUpperCase(),
      role: role?.toUpperCase(),
      since: moment('--since', since),
      until: moment('--until', until),
      revision: revision === undefined ? undefined : readRevision('--revision', revision),
    }
    show(await askEvents(api, filter, readCount('--first', first, 1, MAX_EVENTS)), formatEvents)
    return cliExitCodes.done
  },
})

/** Reads a moment, or a duration before now, as ISO 8601. */
function readMoment(name: string, told: string, nowEpochMs: number): string {
  if (/^\d+[smhd]$/.test(told)) return new Date(nowEpochMs - readDuration(name, told) * 1_000).toISOString()
  if (/^\d{4}-\d\d-\d\dT/.test(told)) return told
  throw new CommandFailure(
    cliExitCodes.usage,
    `${name}: received ${JSON.stringify(told)}, allowed is a duration such as 2h, or a moment such as 2026-01-31T12:00:00Z`,
  )
}

async function askEvents(api: AdminApi, filter: object, count: number): Promise<Events> {
  const listed: Events = []
  let after: string | null = null
  do {
    const { auditLog }: Page = await api.ask<Page>(query, { filter, first: Math.min(PAGE_SIZE, count - listed.length), after })
    listed.push(...auditLog.edges.map(({ node }) => ({ ...node, role: node.role?.toLowerCase() ?? null })))
    after = auditLog.pageInfo.hasNextPage ? auditLog.pageInfo.endCursor : null
  } while (after !== null && listed.length < count)
  return listed
}

function formatEvents(events: Events): string {
  return formatTable(
    ['AT', 'ACTOR', 'ACTION', 'TARGET', 'OUTCOME', 'DETAIL'],
    events.map(({ at, actor, action, target, outcome, code, message, revision }) => [
      at,
      actor,
      action,
      target,
      outcome,
      code === null ? (revision === null ? '' : `revision ${revision}`) : `${code}: ${message ?? ''}`,
    ]),
  )
}
