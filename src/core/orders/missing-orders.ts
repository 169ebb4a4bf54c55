import { CLOCK_NOISE_MS } from '../clock-tolerance.ts'
import { isSameRevision, readTold } from '../config/revision-identity.ts'
import type { OverrideSet } from '../override/override.ts'
import type { Orders, RevisionOrder, RunVersions } from './orders.ts'

/** All that a worker is to run; a part is undefined while its agent does not know. */
export type Wanted = {
  readonly run: WantedRevision | undefined
  readonly overrides: OverrideSet | undefined
  readonly clockOffsetMs: number | undefined
}

/** `isFallback`: the store has not said yet what is live, so a worker that runs a later one keeps it. */
export type WantedRevision = RevisionOrder & { readonly isFallback: boolean }

/** The parts that a worker has to be sent, by what it reports; undefined: none. */
export function findMissingOrders({ run, overrides, clockOffsetMs }: Wanted, told: RunVersions): Orders | undefined {
  const isOther = overrides !== undefined && (overrides.version !== told.overrides || isClockAside(clockOffsetMs, told))
  const isBehindRun = run !== undefined && isBehind(run, told)
  if (!isOther && !isBehindRun) return undefined
  return {
    ...(isOther && { overrides }),
    ...(isOther && clockOffsetMs !== undefined && { clockOffsetMs }),
    ...(isBehindRun && { revision: run.revision, as: run.as }),
  }
}

/** Whether it ends overrides by another time than its agent; a worker of the version before knows its own clock alone. */
function isClockAside(offsetMs: number | undefined, { clockOffsetMs }: RunVersions): boolean {
  if (offsetMs === undefined || clockOffsetMs === undefined) return false
  return clockOffsetMs === null || Math.abs(clockOffsetMs - offsetMs) > CLOCK_NOISE_MS
}

/** Whether it has to be sent what is wanted: not where it has refused just that. Another refusal, or a canary, has to go. */
function isBehind(wanted: WantedRevision, { revision, sha256, as, refused }: RunVersions): boolean {
  if (refused !== null && isSameRevision(readTold(refused.revision, refused.sha256), wanted.revision)) return false
  if (wanted.isFallback) return (revision ?? 0) < wanted.revision.number || as === 'CANARY' || refused?.as === 'CANARY'
  return !isSameRevision(readTold(revision, sha256), wanted.revision) || as !== wanted.as || refused !== null
}
