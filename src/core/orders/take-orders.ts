import { openOriginBudgets, type OriginBudgets } from '../budget/origin-budgets.ts'
import { conditionsAt } from '../conditions/conditions-at.ts'
import type { Conditions } from '../conditions/effective.ts'
import { isSameHealth } from '../conditions/health-at.ts'
import { signersOf } from '../conditions/signers.ts'
import { canonicalJson } from '../config/canonical.ts'
import { isSameRevision, joinReported } from '../config/revision-identity.ts'
import { whyUnusable } from '../config/revision.ts'
import type { HealthSet } from '../health/health.ts'
import { isSameForAll, type LoadSet } from '../load/load-set.ts'
import { nextEndEpochMs, type Override, type OverrideSet } from '../override/override.ts'
import { openRedirectLimiter, type RedirectLimiter } from './redirect-limiter.ts'
import { describeProblem } from '../result.ts'
import { buildTable } from '../routing/build-table.ts'
import { compileRevision, type CompiledRevision } from '../routing/compile.ts'
import { carryCounters, noCounters, type Counters } from '../routing/counters.ts'
import type { RoutingTable } from '../routing/table.ts'
import type { Secrets } from '../signing/secret.ts'
import type { Orders, RefusedRevision, RevisionOrder, RunAs, RunVersions } from './orders.ts'
import { openSampler, type Sampler } from './sampler.ts'

/** State of a worker: its routing table, or the parts so far. Replaced by one assignment; only the counters change in place. */
export type Running =
  | (Parts & { readonly kind: 'WAITING' })
  | (Parts & {
      readonly kind: 'RUNS'
      readonly compiled: CompiledRevision
      readonly table: RoutingTable
      readonly counters: Counters
      /** The conditions that the table was built with. */
      readonly conditions: Conditions
    })

type Parts = {
  /** The last revision that could be run; undefined before the first. */
  readonly compiled: CompiledRevision | undefined
  readonly as: RunAs
  /** Undefined until the first overrides come, even an empty set. Until then there is no table. */
  readonly overrides: OverrideSet | undefined
  /** Undefined until the first set comes; until then all CDNs are healthy. */
  readonly health: HealthSet | undefined
  /** Undefined until the first set comes; until then all CDNs keep all. */
  readonly load: LoadSet | undefined
  /** Undefined: no origin cluster of the revision has a budget. */
  readonly budgets: OriginBudgets | undefined
  /** Secrets that this process has read. */
  readonly secrets: Secrets
  /** Kept while new tables have the same limit. Undefined: no limit is on. */
  readonly limiter: RedirectLimiter | undefined
  /** Kept while new tables log as many. Undefined: the access log is off. */
  readonly sampler: Sampler | undefined
  readonly refused: RefusedRevision | null
}

export const nothingYet: Running = {
  kind: 'WAITING',
  compiled: undefined,
  as: 'LIVE',
  overrides: undefined,
  health: undefined,
  load: undefined,
  secrets: new Map(),
  budgets: undefined,
  limiter: undefined,
  sampler: undefined,
  refused: null,
}

/** Orders, and what the process has itself, which nobody sends. */
export type Given = Orders & { readonly secrets?: Secrets | undefined }

/**
 * Gives the state after these orders; the same object where nothing changes. Orders count as they come, whatever their number or
 * version, since a restored store may go back to lower ones. A revision that can't be run becomes `refused`, and the last good one
 * stays. `nowEpochMs` is the store's time: empty orders drop overrides that have ended, and slow starts go on.
 */
export function takeOrders(running: Running, given: Given, nowEpochMs: number): Running {
  const { revision, as = 'LIVE', overrides, health, load, secrets } = given
  const informed = secrets === undefined || secrets === running.secrets ? running : { ...running, secrets }
  const revised = revision === undefined ? informed : takeRevision(informed, { revision, as })
  const overridden = overrides === undefined ? revised : takeOverrides(revised, overrides)
  const judged = health === undefined ? overridden : takeHealth(overridden, health)
  return build(running, load === undefined ? judged : takeLoad(judged, load), nowEpochMs)
}

/** Time of the store at which the table changes by itself; undefined: it doesn't. */
export function nextChangeEpochMs(running: Running): number | undefined {
  if (running.kind === 'WAITING') return undefined
  const { overrides, health } = running.conditions
  const [end, step] = [nextEndEpochMs(overrides), health.nextStepEpochMs]
  return end === undefined || step === undefined ? (end ?? step) : Math.min(end, step)
}

/** Versions that a worker runs, for its report. */
export function versionsOf({ kind, compiled, as, overrides, health, load, refused }: Running): RunVersions {
  const revision = kind === 'RUNS' ? compiled?.revision : undefined
  return {
    revision: revision?.number ?? null,
    sha256: revision?.sha256 ?? null,
    as,
    overrides: overrides?.version ?? null,
    health: health?.version ?? null,
    load: load?.version ?? null,
    refused,
  }
}

function takeRevision(running: Running, { revision, as }: RevisionOrder): Running {
  const { refused } = running
  const isRefused = refused !== null && isSameRevision(joinReported(refused.revision, refused.sha256), revision)
  if (isRefused && refused.as === as) return running
  if (isSameRevision(running.compiled?.revision, revision)) {
    if (running.as === as && refused === null) return running
    return { ...running, as, refused: null } // a promoted canary keeps its table
  }
  const unusable = whyUnusable(revision)
  const compiled = unusable === undefined ? compileRevision(revision, running.compiled) : undefined
  if (!compiled?.ok) {
    const problem = compiled === undefined ? (unusable ?? '') : describeProblem(compiled.problem)
    return { ...running, refused: { revision: revision.number, sha256: revision.sha256, problem, as } }
  }
  const { rateLimit, accessLog } = revision.config.settings
  const before = running.compiled?.revision.config.settings
  const isSameLimit = canonicalJson(rateLimit) === canonicalJson(before?.rateLimit)
  const limiter = isSameLimit ? running.limiter : rateLimit && openRedirectLimiter(rateLimit)
  const sampler = accessLog?.oneIn === before?.accessLog?.oneIn ? running.sampler : accessLog && openSampler(accessLog.oneIn)
  const budgets = openOriginBudgets(revision.config.originClusters, running.budgets)
  return { ...running, compiled: compiled.value, as, budgets, limiter, sampler, refused: null }
}

/** Compares whole sets, since a restored store counts the same versions again. */
function takeOverrides(running: Running, overrides: OverrideSet): Running {
  return isSameSet(overrides, running.overrides) ? running : { ...running, overrides }
}

/** Compares whole sets, as `takeOverrides` does. */
function takeHealth(running: Running, health: HealthSet): Running {
  return isSameSet(health, running.health) ? running : { ...running, health }
}

/** Compares whole sets, as `takeOverrides` does. */
function takeLoad(running: Running, load: LoadSet): Running {
  return isSameSet(load, running.load) ? running : { ...running, load }
}

function isSameSet(one: OverrideSet | HealthSet | LoadSet, other: typeof one | undefined): boolean {
  return one.version === other?.version && canonicalJson(one) === canonicalJson(other)
}

/** Builds a new table when the revision, the active overrides, the effects of health or the loads have changed. */
function build(before: Running, after: Running, nowEpochMs: number): Running {
  const { compiled, overrides } = after
  if (compiled === undefined || overrides === undefined) return after
  const { cdns } = compiled.revision.config
  const isSigned = after.kind === 'RUNS' && compiled === before.compiled && after.secrets === before.secrets
  const signers = isSigned ? after.conditions.signers : signersOf(cdns, after.secrets)
  const conditions = conditionsAt({ cdns }, { ...after, signers }, nowEpochMs)
  if (after.kind === 'RUNS' && compiled === before.compiled && isAlike(conditions, after.conditions)) return after
  const [counted, last] = before.kind === 'RUNS' ? [before.counters, before.table] : [noCounters(), undefined]
  const table = buildTable(compiled, conditions, last)
  const counters = carryCounters(counted, last, table, after.budgets)
  return { ...after, kind: 'RUNS', compiled, table, counters, conditions }
}

function isAlike(one: Conditions, other: Conditions): boolean {
  if (one.signers !== other.signers || !isSameForAll(one.load, other.load)) return false
  return isSameList(one.overrides, other.overrides) && isSameHealth(one.health, other.health)
}

function isSameList(some: readonly Override[], others: readonly Override[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index])
}
