import { addressFamilies, type AddressFamily } from './health.ts'
import type { FamilyVerdict, NodeVerdict } from './node-report.ts'

/** Verdict of all nodes that have one about a CDN and a family. */
export type FamilyMajority = FamilyVerdict & {
  /** Nodes with a verdict. */
  readonly nodes: number
  /** Verdicts that the CDN is out, the earliest first. */
  readonly out: readonly FamilyVerdict[]
  /** Time at which the last node came to its verdict that the CDN is in use; null: none did. */
  readonly lastInEpochMs: number | null
}

/** Families of which the CDN has addresses; null: no node has a verdict. */
export type Majorities = Partial<Readonly<Record<AddressFamily, FamilyMajority | null>>>

/** Finds for each family what more than half of the verdicts about a CDN say; in doubt it is in use. */
export function majoritiesOf(verdicts: readonly NodeVerdict[]): Majorities {
  const majorities: Partial<Record<AddressFamily, FamilyMajority | null>> = {}
  for (const family of addressFamilies) {
    const ofFamily = verdicts.map(({ byFamily }) => byFamily[family]).filter((verdict) => verdict !== undefined)
    if (ofFamily.length > 0)
      majorities[family] = majorityOf(ofFamily.filter((verdict) => verdict !== null).toSorted(compareVerdicts))
  }
  return majorities
}

/** Takes as the time that of the verdict by which there was a majority; what came later changed nothing. */
function majorityOf(sorted: readonly FamilyVerdict[]): FamilyMajority | null {
  const out = sorted.filter(({ isOut }) => isOut)
  const within = sorted.filter(({ isOut }) => !isOut)
  const isOut = out.length > sorted.length / 2
  const agreed = isOut
    ? out.slice(0, Math.floor(sorted.length / 2) + 1)
    : within.slice(0, Math.max(1, Math.ceil(sorted.length / 2)))
  const last = agreed.at(-1)
  if (last === undefined) return null
  const ends = sorted.flatMap(({ certificateEndsEpochMs }) => certificateEndsEpochMs ?? [])
  return {
    isOut,
    sinceEpochMs: last.sinceEpochMs,
    isRecovery: !isOut && agreed.some(({ isRecovery }) => isRecovery),
    reason: last.reason,
    certificateEndsEpochMs: ends.length === 0 ? null : Math.min(...ends),
    nodes: sorted.length,
    out,
    lastInEpochMs: within.at(-1)?.sinceEpochMs ?? null,
  }
}

/** Sorts so that equal reports in any order give the same. */
function compareVerdicts(a: FamilyVerdict, b: FamilyVerdict): number {
  const byTime = a.sinceEpochMs - b.sinceEpochMs || Number(a.isRecovery) - Number(b.isRecovery)
  if (byTime !== 0) return byTime
  return a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0
}
