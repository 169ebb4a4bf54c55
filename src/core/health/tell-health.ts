import type { FamilyMajority, Majorities } from './majority.ts'
import { addressFamilies, type AddressFamily, type Health } from './health.ts'
import { isPast } from './judge.ts'
import type { ToldHealth } from './kept-health.ts'

/** Time before its end from which a certificate is warned of. */
const CERTIFICATE_WARNING_MS = 14 * 86_400_000

const FAMILY_NAMES: Readonly<Record<AddressFamily, string>> = { IPV4: 'IPv4', IPV6: 'IPv6' }

export const notJudged: ToldHealth = { health: 'UNKNOWN', reason: 'no node has judged it yet', sinceEpochMs: null }

/**
 * Tells people the health of a CDN. The time is that of the last change that made it so, by the reports; it stays while the health
 * does. A change that the reports give no time of, such as the end of a silence, is one of now.
 */
export function tellHealth(majorities: Majorities, before: ToldHealth | undefined, nowEpochMs: number): ToldHealth {
  const known = addressFamilies.flatMap((family): Known => {
    const majority = majorities[family] ?? null
    return majority === null ? [] : [[family, majority]]
  })
  const told = known.length === 0 ? tellNothing(before ?? notJudged, nowEpochMs) : tellFamilies(known, nowEpochMs)
  if (before === undefined) return told
  if (before.health === told.health) return { ...told, sinceEpochMs: before.sinceEpochMs }
  return isOfReports(told, before, nowEpochMs) ? told : { ...told, sinceEpochMs: nowEpochMs }
}

/** Whether the time of a change is that of its verdicts: by no clock that was set back, and for a return after the one before. */
function isOfReports({ health, sinceEpochMs }: ToldHealth, before: ToldHealth, nowEpochMs: number): boolean {
  if (sinceEpochMs === null || isPast({ sinceEpochMs }, Infinity, nowEpochMs)) return false
  const beforeEpochMs = before.sinceEpochMs ?? -Infinity
  return sinceEpochMs > beforeEpochMs || (sinceEpochMs === beforeEpochMs && health !== 'HEALTHY')
}

function tellNothing(before: ToldHealth, nowEpochMs: number): ToldHealth {
  if (before.health === 'UNKNOWN') return before
  const was = before.health === 'UNHEALTHY' ? 'it stays out of use' : 'it stays in use'
  return { health: 'UNKNOWN', reason: `no node has judged it for three intervals; ${was}`, sinceEpochMs: nowEpochMs }
}

type Known = readonly (readonly [AddressFamily, FamilyMajority])[]

function tellFamilies(known: Known, nowEpochMs: number): ToldHealth {
  const majorities = known.map(([, majority]) => majority)
  const sinceEpochMs = Math.max(...majorities.map(changedEpochMs))
  const isOut = known.filter(([, majority]) => majority.isOut)
  const [first] = isOut
  if (first !== undefined) {
    const isEverywhere = isOut.length === known.length
    const health: Health = isEverywhere ? 'UNHEALTHY' : 'DEGRADED'
    return { health, reason: describeOut(first, isEverywhere), sinceEpochMs }
  }
  const minority = known.find(([, { out }]) => out.length > 0)
  if (minority !== undefined) return { health: 'DEGRADED', reason: describeOut(minority, known.length === 1), sinceEpochMs }
  const endEpochMs = Math.min(...majorities.map(({ certificateEndsEpochMs }) => certificateEndsEpochMs ?? Infinity))
  const warnEpochMs = endEpochMs - CERTIFICATE_WARNING_MS
  if (warnEpochMs <= nowEpochMs) {
    const reason = `its certificate ends at ${new Date(endEpochMs).toISOString()}`
    return { health: 'DEGRADED', reason, sinceEpochMs: Math.max(sinceEpochMs, warnEpochMs) }
  }
  return { health: 'HEALTHY', reason: majorities[0]?.reason ?? '', sinceEpochMs }
}

/** Time at which it came to be as it is: out by a majority, out for the first node, or in use for the last one. */
function changedEpochMs({ isOut, sinceEpochMs, out, lastInEpochMs }: FamilyMajority): number {
  if (isOut) return sinceEpochMs
  return out[0] === undefined ? (lastInEpochMs ?? sinceEpochMs) : Math.max(sinceEpochMs, out[0].sinceEpochMs)
}

function describeOut([family, { nodes, out }]: Known[number], isEveryFamily: boolean): string {
  const where = isEveryFamily ? '' : ` over ${FAMILY_NAMES[family]}`
  const forWhom = nodes === 1 ? '' : ` for ${out.length} of ${nodes} nodes`
  return `out of use${where}${forWhom}: ${out[0]?.reason ?? ''}`
}
