import { CLOCK_NOISE_MS } from '../clock-tolerance.ts'
import { isSameRevision, joinReported } from '../config/revision-identity.ts'
import type { HealthSet } from '../health/health.ts'
import type { LoadSet } from '../load/load-set.ts'
import type { OverrideSet } from '../override/override.ts'
import type { Orders, RevisionOrder, RunVersions } from './orders.ts'

/** Versions that a worker should run; a part is undefined while the agent does not know it. */
export type Wanted = {
  readonly run: WantedRevision | undefined
  readonly overrides: OverrideSet | undefined
  readonly clockOffsetMs: number | undefined
  readonly health: HealthSet | undefined
  readonly load: LoadSet | undefined
}

/** A revision to run. `isFallback`: the store has not named the live revision yet, so a worker keeps a later one. */
export type WantedRevision = RevisionOrder & { readonly isFallback: boolean }

/** Finds the parts that a worker lacks, by its report; undefined: the worker has all. */
export function findMissingOrders(wanted: Wanted, reported: RunVersions): Orders | undefined {
  const { run, overrides, clockOffsetMs, health, load } = wanted
  const isOtherTime =
    overrides !== undefined && (overrides.version !== reported.overrides || isClockAside(clockOffsetMs, reported))
  const isOtherHealth = isOther(health, reported.health)
  const isOtherLoad = isOther(load, reported.load)
  const isBehindRun = run !== undefined && isBehind(run, reported)
  if (!isOtherTime && !isOtherHealth && !isOtherLoad && !isBehindRun) return undefined
  return {
    ...(isOtherTime && { overrides }),
    ...(isOtherTime && clockOffsetMs !== undefined && { clockOffsetMs }),
    ...(isOtherHealth && { health }),
    ...(isOtherLoad && { load }),
    ...(isBehindRun && { revision: run.revision, as: run.as }),
  }
}

/** Whether a worker has another version of a part. A worker of a version without the part is sent none. */
function isOther(part: HealthSet | LoadSet | undefined, reported: number | null | undefined): boolean {
  return part !== undefined && reported !== undefined && reported !== part.version
}

/** Whether a worker's time of the store is off from the agent's. A worker of the previous version has only its own clock. */
function isClockAside(offsetMs: number | undefined, { clockOffsetMs }: RunVersions): boolean {
  if (offsetMs === undefined || clockOffsetMs === undefined) return false
  return clockOffsetMs === null || Math.abs(clockOffsetMs - offsetMs) > CLOCK_NOISE_MS
}

/**
 * Whether a worker needs the wanted revision: it runs or refuses another, or runs it in another role. A worker that refused the
 * wanted revision does not get it again.
 */
function isBehind(wanted: WantedRevision, { revision, sha256, as, refused }: RunVersions): boolean {
  if (refused !== null && isSameRevision(joinReported(refused.revision, refused.sha256), wanted.revision)) return false
  if (wanted.isFallback) return (revision ?? 0) < wanted.revision.number || as === 'CANARY' || refused?.as === 'CANARY'
  return !isSameRevision(joinReported(revision, sha256), wanted.revision) || as !== wanted.as || refused !== null
}
