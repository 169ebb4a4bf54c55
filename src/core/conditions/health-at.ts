import { MAX_AHEAD_MS } from '../clock-tolerance.ts'
import type { HealthCheck } from '../config/health-check.ts'
import type { AddressFamily, FamilyCondition, HealthSet } from '../health/health.ts'

/** Effect of its checks on a CDN: out of use, or in its slow start with so many tenths of its weight, from 1 to 9. */
export type HealthEffect =
  { readonly kind: 'OUT'; readonly sinceEpochMs: number } | { readonly kind: 'SLOW'; readonly tenths: number }

/** Effects by the key of each CDN that is not in full use. */
export type EffectsByCdn = ReadonlyMap<string, HealthEffect>

/** Effects of the checks at a moment, for clients of each address family. */
export type HealthEffects = {
  readonly ipv4: EffectsByCdn
  /** The same object as `ipv4` where no CDN differs. */
  readonly ipv6: EffectsByCdn
  /** Time of the store at which a slow start goes on; undefined: none is under way. */
  readonly nextStepEpochMs: number | undefined
}

const none: EffectsByCdn = new Map()
export const noEffects: HealthEffects = { ipv4: none, ipv6: none, nextStepEpochMs: undefined }

/** A slow start begins with a tenth of the weight and takes one more with each further step. */
const STEPS = 10
/** Slow starts of all CDNs go on together: a hundred of them build one table a second. */
const STEP_GRID_MS = 1_000

type CheckedCdn = { readonly key: string; readonly baseUrl: string; readonly healthCheck?: HealthCheck | undefined }
type Counted = { readonly key: string; readonly condition: FamilyCondition; readonly slowStartMs: number }

/**
 * Reduces the health of CDNs to its effects on these. A condition counts for the CDN with its key and base URL, while that has a
 * health check. `nowEpochMs` is the store's time.
 */
export function healthAt({ conditions }: HealthSet, cdns: readonly CheckedCdn[], nowEpochMs: number): HealthEffects {
  if (conditions.length === 0) return noEffects
  const judged = new Set(conditions.map(({ key }) => key))
  const checked = new Map(
    cdns.filter(({ key, healthCheck }) => healthCheck !== undefined && judged.has(key)).map((cdn) => [cdn.key, cdn]),
  )
  const [countedIpv4, countedIpv6] = [countedFor('IPV4'), countedFor('IPV6')]
  const [ipv4, ipv6] = [effectsOf(countedIpv4, nowEpochMs), effectsOf(countedIpv6, nowEpochMs)]
  const steps = [...countedIpv4, ...countedIpv6].flatMap((counted) => nextStepOf(counted, nowEpochMs) ?? [])
  return {
    ipv4,
    ipv6: isSameForAll(ipv4, ipv6) ? ipv4 : ipv6,
    nextStepEpochMs: steps.length === 0 ? undefined : steps.reduce((first, step) => Math.min(first, step)),
  }

  function countedFor(family: AddressFamily): readonly Counted[] {
    return conditions.flatMap(({ key, baseUrl, byFamily: { [family]: condition } }) => {
      const cdn = checked.get(key)
      if (condition === null || cdn?.baseUrl !== baseUrl) return []
      return [{ key, condition, slowStartMs: (cdn.healthCheck?.slowStartSeconds ?? 0) * 1_000 }]
    })
  }
}

/** Whether tables built with either are the same, until the same time. */
export function isSameHealth(one: HealthEffects, other: HealthEffects): boolean {
  if (one.nextStepEpochMs !== other.nextStepEpochMs) return false
  return isSameForAll(one.ipv4, other.ipv4) && isSameForAll(one.ipv6, other.ipv6)
}

function effectsOf(counted: readonly Counted[], nowEpochMs: number): EffectsByCdn {
  return new Map(
    counted.flatMap((one): [string, HealthEffect][] => {
      const { key, condition } = one
      if (condition.kind === 'OUT') return [[key, { kind: 'OUT', sinceEpochMs: condition.sinceEpochMs }]]
      const tenths = tenthsOf(one, nowEpochMs)
      return tenths === STEPS ? [] : [[key, { kind: 'SLOW', tenths }]]
    }),
  )
}

/** Rises linearly, so that the last tenth comes at the end of the slow start. */
function tenthsOf({ condition: { sinceEpochMs }, slowStartMs }: Counted, nowEpochMs: number): number {
  const elapsedMs = nowEpochMs - sinceEpochMs
  if (slowStartMs === 0 || elapsedMs < -MAX_AHEAD_MS) return STEPS
  return Math.min(1 + Math.floor((Math.max(elapsedMs, 0) * (STEPS - 1)) / slowStartMs), STEPS)
}

function nextStepOf(counted: Counted, nowEpochMs: number): number | undefined {
  const { condition, slowStartMs } = counted
  const tenths = tenthsOf(counted, nowEpochMs)
  if (condition.kind === 'OUT' || tenths === STEPS) return undefined
  const stepEpochMs = condition.sinceEpochMs + (tenths * slowStartMs) / (STEPS - 1)
  return Math.ceil(stepEpochMs / STEP_GRID_MS) * STEP_GRID_MS
}

function isSameForAll(some: EffectsByCdn, others: EffectsByCdn): boolean {
  return (
    some === others || (some.size === others.size && [...some].every(([key, effect]) => isSameEffect(effect, others.get(key))))
  )
}

export function isSameEffect(one: HealthEffect | undefined, other: HealthEffect | undefined): boolean {
  if (one === undefined) return other === undefined
  if (one.kind === 'OUT') return other?.kind === 'OUT' && other.sinceEpochMs === one.sinceEpochMs
  return other?.kind === 'SLOW' && other.tenths === one.tenths
}
