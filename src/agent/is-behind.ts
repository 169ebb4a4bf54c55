import type { StoreVersions } from '../ports/store-versions.ts'

/** Versions below which an answer is out of date: those of commits that somebody told. */
export type Floor = { readonly revision: number; readonly overrides: number }
export const noFloor: Floor = { revision: 0, overrides: 0 }

/**
 * Whether a replica's answer lacks something that is known to be committed, or contradicts it. Such an answer may be old, or of a
 * history that the primary has lost, so only the primary can tell.
 */
export function isBehind(answer: StoreVersions, known: StoreVersions, floor: Floor): boolean {
  return (
    newestOf(answer) < floor.revision ||
    answer.overrides.version < floor.overrides ||
    isOlder(answer.live, known.live) ||
    isOlder(canaryOf(answer), canaryOf(known)) ||
    (answer.canary?.canary.revision === known.canary?.canary.revision &&
      answer.canary?.canary.state === 'RUNNING' &&
      known.canary?.canary.state !== 'RUNNING') ||
    isOlder(numberOverrides(answer), numberOverrides(known))
  )
}

/** Whether two answers say the same: numbers, contents, and whether a canary runs. */
export function saysSame(one: StoreVersions, other: StoreVersions): boolean {
  return !isBehind(one, other, noFloor) && !isBehind(other, one, noFloor)
}

/** Number of the newest revision that is live, or is or was a canary; 0: there is none. */
export function newestOf({ live, canary }: Pick<StoreVersions, 'live' | 'canary'>): number {
  return Math.max(live?.number ?? 0, canary?.canary.revision ?? 0)
}

type Numbered = { readonly number: number; readonly sha256: string }

/** The same number with another content is of another history, so it counts as older, too. */
function isOlder(answer: Numbered | undefined, known: Numbered | undefined): boolean {
  if (known === undefined) return false
  if (answer === undefined) return true
  return answer.number < known.number || (answer.number === known.number && answer.sha256 !== known.sha256)
}

function canaryOf({ canary }: StoreVersions): Numbered | undefined {
  return canary && { number: canary.canary.revision, sha256: `${canary.head.sha256} ${canary.canary.startedAt}` }
}

function numberOverrides({ overrides }: StoreVersions): Numbered {
  return { number: overrides.version, sha256: overrides.digest }
}
