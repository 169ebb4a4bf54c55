import type { Weighted } from './weight-period.ts'

/** Steps of the sum; with so many a part is exact within a thousandth. */
const STEPS = 150
/** Part of the keys that no longer counts. */
const NEARLY_NONE = 1e-9

/**
 * Computes the part of all keys that each member of rendezvous hashing keeps, where each keeps these percents of what reaches it. Scores
 * are arrivals at rates that are the weights, so a key is the member's that arrives first of those that keep it. Each keeps it
 * independently: at a time the key is still free of a member with the probability that this one has not arrived or does not keep it.
 */
export function passByKey(members: readonly Weighted[], percents: readonly number[]): readonly number[] {
  const isFirst = members.some(({ weight }) => weight > 0) ? (at: number) => (members[at]?.weight ?? 0) > 0 : () => true
  const indices = [...members.keys()]
  const [firsts, fallbacks] = [indices.filter(isFirst), indices.filter((at) => !isFirst(at))]
  const parts = members.map(() => 0)
  const passed = spread(firsts, 1)
  if (fallbacks.length > 0) spread(fallbacks, passed)
  return parts

  /** Spreads a part of the keys over these members, and returns what they pass on. */
  function spread(among: readonly number[], part: number): number {
    const racers = among.map((at) => ({ at, rate: members[at]?.weight || 1, keep: (percents[at] ?? 0) / 100 }))
    const rest = racers.reduce((left, { keep }) => left * (1 - keep), 1)
    const kept = race(racers)
    const sum = kept.reduce((all, one) => all + one, 0)
    for (const [place, { at }] of racers.entries()) parts[at] = sum === 0 ? 0 : ((kept[place] ?? 0) / sum) * (1 - rest) * part
    return rest * part
  }
}

type Racer = { readonly rate: number; readonly keep: number }

/** Sums over times that grow by a factor, from when hardly anybody has arrived to when everybody has. */
function race(racers: readonly Racer[]): readonly number[] {
  const rates = racers.map(({ rate }) => rate)
  const firstTime = 1e-4 / rates.reduce((sum, rate) => sum + rate, 0)
  const factor = (40 / rates.reduce((least, rate) => Math.min(least, rate)) / firstTime) ** (1 / STEPS)
  const kept = racers.map(() => 0)
  let from = 0
  let until = firstTime
  for (let step = 0; step <= STEPS; step += 1) {
    const time = from === 0 ? until / 2 : Math.sqrt(from * until)
    const free = racers.map(({ rate, keep }) => 1 - keep + keep * Math.exp(-rate * time))
    const isFree = free.reduce((part, one) => part * one, 1)
    if (isFree < NEARLY_NONE) break
    for (const [place, { rate, keep }] of racers.entries()) {
      const arrives = Math.exp(-rate * from) - Math.exp(-rate * until)
      kept[place] = (kept[place] ?? 0) + (keep * arrives * isFree) / (free[place] ?? 1)
    }
    from = until
    until *= factor
  }
  return kept
}
