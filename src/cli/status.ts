import { z } from 'zod'
import { selectionOf } from '../core/graphql-selection.ts'
import { canaryShape, describeCanary } from './canary/canary-shape.ts'
import type { AdminApi } from './admin-api.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'
import { defineCommand } from './command.ts'
import { describeAge } from './duration.ts'
import { overrideShape } from '../core/override/override-shape.ts'
import { describeShown } from './override/shown-override.ts'
import { formatFacts } from './table.ts'
import { formatPercent, trafficShape } from './traffic.ts'
import { workersShape } from './workers.ts'

const health = z.object({
  status: z.enum(['OK', 'DEGRADED', 'DOWN']),
  dependencies: z
    .array(
      z.object({
        name: z.string(),
        status: z.enum(['OK', 'DEGRADED', 'DOWN']),
        latencyMs: z.number().nullable(),
        message: z.string(),
      }),
    )
    .default([]),
})
const revision = z.strictObject({
  number: z.int(),
  publishedAt: z.string(),
  author: z.string(),
  message: z.string().nullable(),
})

/** A CDN that keeps less than all of its requests. */
const fullCdn = z.strictObject({ cdn: z.string(), loadPercent: z.number().nullable(), keepPercent: z.number() })

const statusShape = z.strictObject({
  version: z.string().nullable(),
  status: z.enum(['OK', 'DEGRADED', 'DOWN']),
  dependencies: z.array(health.shape.dependencies.unwrap().element),
  viewer: z.strictObject({ name: z.string(), roles: z.array(z.string()) }).nullable(),
  liveRevision: revision.nullable(),
  storeAgeSeconds: z.int().nullable(),
  pendingChanges: z.int().nullable(),
  canary: canaryShape.nullable(),
  overrides: z.array(overrideShape).nullable(),
  workers: workersShape.nullable(),
  traffic: trafficShape.nullable(),
  full: z.array(fullCdn),
  problems: z.array(z.string()),
})
type Status = z.infer<typeof statusShape>

export const status = defineCommand({
  name: 'status',
  synopsis: '',
  summary: 'shows on one screen how the service is, what is live, and what is out of the ordinary',
  help: `
Each part is asked for by itself: what cannot be answered, as while the store is away, is told below the others. The exit code
is 0 when the node serves players, also while it is DEGRADED, and 69 when it is DOWN or can't be reached. Needs the role viewer.

  npx sluice status
  npx sluice status --json
`,
  operands: { min: 0, max: 0 },
  options: {},
  shape: statusShape,
  async run({ api, clock, show }) {
    const found = await askStatus(api)
    show(found, (told) => describeStatus(told, clock.nowEpochMs()))
    return found.status === 'DOWN' ? cliExitCodes.unreachable : cliExitCodes.done
  },
})

async function askStatus(api: AdminApi): Promise<Status> {
  const problems: string[] = []
  const part = async <T>(asked: Promise<T>): Promise<T | null> => {
    try {
      return await asked
    } catch (error) {
      if (!(error instanceof CommandFailure) || error.exitCode === cliExitCodes.noPermission) throw error
      problems.push(error.message)
      return null
    }
  }
  const ask = <T>(field: string): Promise<T | null> =>
    part(api.askWithAge<Record<string, T>>(`{ asked: ${field} }`).then(({ data }) => (data['asked'] ?? null) as T))
  const viewer = await api
    .askWithAge<{ viewer: NonNullable<Status['viewer']> }>('{ viewer { name roles } }')
    .then(({ data }) => data.viewer)
  const [report, metrics, live, pending, canary, overrides, workers, traffic] = await Promise.all([
    part(api.read('/health')),
    part(api.read('/metrics')),
    part(api.askWithAge<Pick<Status, 'liveRevision'>>(`{ liveRevision ${selectionOf(revision)} }`)),
    ask<readonly object[]>('pendingChanges { path }'),
    ask<Status['canary']>(`canary ${selectionOf(canaryShape)}`),
    ask<Status['overrides']>(`overrides ${selectionOf(overrideShape)}`),
    ask<Status['workers']>(`workers ${selectionOf(workersShape)}`),
    ask<Status['traffic']>(`traffic(windowSeconds: 60) ${selectionOf(trafficShape)}`),
  ])
  return {
    version: /^sluice_build_info\{version="([^"]+)"/m.exec(metrics?.text ?? '')?.[1] ?? null,
    ...readHealth(report?.text),
    viewer: { ...viewer, roles: viewer.roles.map((role) => role.toLowerCase()) },
    liveRevision: live?.data.liveRevision ?? null,
    storeAgeSeconds: live?.storeAgeSeconds ?? null,
    pendingChanges: pending?.length ?? null,
    canary,
    overrides,
    workers,
    traffic,
    full: readFull(metrics?.text ?? ''),
    problems: [...new Set(problems)],
  }
}

/** Reads the report; a control process that is away has none. */
function readHealth(text: string | undefined): Pick<Status, 'status' | 'dependencies'> {
  try {
    return health.parse(JSON.parse(text ?? ''))
  } catch {
    return { status: 'DOWN', dependencies: [] }
  }
}

/** Reads the CDNs that keep less than all. */
function readFull(metrics: string): Status['full'] {
  const read = (name: string): ReadonlyMap<string, number> =>
    new Map(
      [...metrics.matchAll(new RegExp(`^${name}\\{cdn="([^"]+)"\\} (\\S+)`, 'gm'))].map(([, cdn = '', value]) => [
        cdn,
        Number(value),
      ]),
    )
  const loads = read('sluice_cdn_load_ratio')
  return [...read('sluice_cdn_keep_ratio')]
    .filter(([, keep]) => keep < 1)
    .map(([cdn, keep]) => ({ cdn, loadPercent: percentOf(loads.get(cdn)), keepPercent: percentOf(keep) ?? 0 }))
}

function percentOf(ratio: number | undefined): number | null {
  return ratio === undefined ? null : Math.round(ratio * 1_000) / 10
}

function describeStatus(told: Status, nowEpochMs: number): string {
  const { version, viewer, liveRevision, storeAgeSeconds, pendingChanges, canary, overrides, workers, traffic, problems } = told
  const unhealthy = told.dependencies.filter((each) => each.status !== 'OK')
  const unknown = 'unknown, see below'
  const facts: readonly (readonly [string, string])[] = [
    ['sluice', [version ?? 'of an unknown version', workers?.[0]?.node].filter(Boolean).join(' on ')],
    ['state', told.status],
    ...unhealthy.map(({ name, status: state, message }) => ['', `${name} is ${state}: ${message}`] as const),
    ['you', `${viewer?.name}, ${viewer?.roles.at(-1)}`],
    ['live', liveRevision === null ? unknown : describeLive(liveRevision, nowEpochMs)],
    ...(storeAgeSeconds === null ? [] : [['', `as this node knew it ${storeAgeSeconds} s ago; the store is away`] as const]),
    ['pending', pendingChanges === null ? unknown : describePending(pendingChanges)],
    ['canary', canary === null ? (problems.length === 0 ? 'none' : 'none is known') : describeCanary(canary)],
    ['overrides', overrides === null ? unknown : overrides.length === 0 ? 'none' : String(overrides.length)],
    ...(overrides ?? []).map((override) => ['', describeShown(override)] as const),
    ['workers', workers === null ? unknown : countStates(workers)],
    ['traffic', traffic === null ? unknown : describeTraffic(traffic)],
    ...told.full.map((cdn, index) => [index === 0 ? 'full' : '', describeFull(cdn)] as const),
    ...problems.map((problem, index) => [index === 0 ? 'problems' : '', problem] as const),
  ]
  return formatFacts(facts)
}

function describeLive({ number, author, publishedAt, message }: NonNullable<Status['liveRevision']>, nowEpochMs: number): string {
  return `revision ${number}, by ${author} ${describeAge(publishedAt, nowEpochMs)}${message === null ? '' : `: ${message}`}`
}

function describePending(count: number): string {
  return count === 0 ? 'nothing' : `${count} change${count === 1 ? '' : 's'}; "sluice config diff" shows them`
}

function countStates(workers: NonNullable<Status['workers']>): string {
  const counts = [...Map.groupBy(workers, ({ state, revision: runs }) => `${state} with revision ${runs ?? 'none'}`)]
  return counts.map(([what, group]) => `${group.length} ${what}`).join(', ') || 'none has reported'
}

function describeTraffic({ windowSeconds, requests, origin, cdn, refused }: NonNullable<Status['traffic']>): string {
  const redirects = Math.max(1, origin + cdn)
  return `${requests} requests in ${windowSeconds} s: ${formatPercent(origin / redirects)} of redirects to the origin, ${formatPercent(cdn / redirects)} to CDNs, ${refused} refused`
}

function describeFull({ cdn, loadPercent, keepPercent }: Status['full'][number]): string {
  return `${cdn} at ${loadPercent === null ? 'an unknown part' : `${loadPercent} %`} of its capacity: it keeps ${keepPercent} % of its requests`
}
