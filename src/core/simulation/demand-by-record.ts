import { underOverrides } from '../conditions/effective.ts'
import type { RoutingConfig } from '../config/model.ts'
import { nowhere } from '../geo/place.ts'
import type { Override } from '../override/override.ts'
import type { RecordedVideo } from '../recorded/recorded-request.ts'
import { ok, type Result } from '../result.ts'
import { groupClients } from '../routing/client-groups.ts'
import { findRule } from '../routing/find-rule.ts'
import type { Pool } from '../routing/table.ts'
import type { PolicyName } from '../selection/policies.ts'
import type { Demand, DemandClass, Key } from './demand.ts'
import type { Question } from './question.ts'
import { sampleOf, type RecordedInput } from './read-traffic.ts'
import type { Recording } from './recorded-side.ts'
import { openRecordedSide, type Situation } from './side.ts'

/** A sample of the requests that workers had, and how many valid ones a second come to all nodes. Plain data, for another process. */
export type RecordedDemand = {
  readonly requests: readonly RecordedVideo[]
  readonly recording: Recording
  readonly perSecond: number
}

/** Fewest requests of a sample that tells something. */
const MIN_SAMPLE = 100

/** Reads recorded traffic, of many requests as many as `most`, evenly. Undefined: it has too few. */
export function recordedDemand(
  traffic: Pick<RecordedInput, 'recordings' | 'recording'>,
  perSecond: number,
  most?: number,
): RecordedDemand | undefined {
  const requests = [...sampleOf(traffic.recordings, most)].filter((request): request is RecordedVideo => 'suffix' in request)
  return requests.length < MIN_SAMPLE ? undefined : { requests, recording: traffic.recording, perSecond }
}

/**
 * Makes the demand of recorded requests: each comes to the pool that its configuration asks for it. Those that nobody can decide, or
 * that it refuses, leave their part to the others. Fails where the configuration cannot be run.
 */
export function demandByRecord(
  config: RoutingConfig,
  overrides: readonly Override[],
  { requests, recording, perSecond }: RecordedDemand,
  maxKeys: number,
): Result<Demand> {
  const situation: Situation = { config, conditions: underOverrides(overrides) }
  const side = openRecordedSide(situation, recording)
  if (!side.ok) return side
  const { table, ask } = side.value
  const clusterOf = new Map(config.originClusters.map(({ hostSuffix }, index) => [hostSuffix, index]))
  const groups = groupClients(config, table.zones)
  const audiences = new Map<number, DemandClass['audience']>()
  const found = new Map<string, Found>()
  let total = 0
  for (const request of requests) {
    const question = ask(request)
    if (question.kind === 'VALID' && question.undecided === undefined) find(request, question)
  }
  return ok({ basis: 'RECORDED', perSecond, classes: classesOf([...found.values()], perSecond / total, maxKeys) })

  function find(request: RecordedVideo, { video, client, unknownRules }: Extract<Question, { readonly kind: 'VALID' }>): void {
    const rule = findRule(table.rules, video, client)
    const cluster = clusterOf.get(request.suffix)
    if (cluster === undefined || (rule !== undefined && unknownRules.has(rule.key))) return
    const asked = rule?.pool ?? 0
    const group = groups?.groupOf(client) ?? 0
    const { policy, stickyParameter } = table.pools[asked] as Pool // built with the rules that name it
    const hash = stickyParameter === null ? keyHashes[policy]?.(request) : undefined
    const name = `${cluster} ${asked} ${group} ${hash}`
    const key = hash === undefined ? undefined : { name: `${asked} ${hash}`, policy, ask: { turn: 0, video, client } }
    const one = found.get(name) ?? { cluster, asked, audience: audienceOf(group), key, weight: 0 }
    one.weight += request.weight
    total += request.weight
    found.set(name, one)
  }

  function audienceOf(group: number): DemandClass['audience'] {
    const known = audiences.get(group) ?? { isIpv6: false, ...(groups?.traitsOf(group) ?? anybody) }
    audiences.set(group, known)
    return known
  }
}

const anybody = { denied: new Set<number>(), place: nowhere }

/** Keys by which policies choose, as far as they are recorded. */
const keyHashes: { readonly [Name in PolicyName]?: (request: RecordedVideo) => number } = {
  HASH_PATH: ({ directory }) => directory,
  STICKY: ({ network }) => network,
}

/** Requests that are decided alike, with their key of a policy. */
type Found = Omit<DemandClass, 'key' | 'perSecond' | 'cluster'> & {
  readonly cluster: number
  readonly key: (Key & { readonly name: string }) | undefined
  weight: number
}

/** Joins all whose key is not among the heaviest ones. */
function classesOf(found: readonly Found[], perWeight: number, maxKeys: number): readonly DemandClass[] {
  const byKey = [...Map.groupBy(found, ({ key }) => key?.name)].filter(([name]) => name !== undefined)
  const heaviest = byKey.toSorted(([, some], [, others]) => weightOf(others) - weightOf(some)).slice(0, maxKeys)
  const keys = new Map(heaviest.map(([name, [first]]) => [name, first?.key]))
  return [...Map.groupBy(found, (one) => `${one.cluster} ${one.asked} ${keys.get(one.key?.name)?.name}`).values()]
    .flatMap((alike) => [...Map.groupBy(alike, ({ audience }) => audience).values()])
    .map((alike) => {
      const [{ cluster, asked, audience, key }] = alike as [Found, ...Found[]] // groups are never empty
      return { cluster, asked, audience, key: keys.get(key?.name), perSecond: weightOf(alike) * perWeight }
    })
}

function weightOf(found: readonly Found[]): number {
  return found.reduce((sum, { weight }) => sum + weight, 0)
}
