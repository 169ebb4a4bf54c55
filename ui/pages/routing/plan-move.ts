export type Placed = { readonly key: string; readonly position: number }

const LAST_POSITION = 1_000_000
/** Room that is left behind the rule that comes last, for those that will be put there. */
const ROOM = 10

/**
 * Plans how a rule gets to a place among the others, 0 the first. Each step takes a position that is free by then, and none but the
 * last changes the order: a plan that is broken off leaves the order as it was.
 */
export function planMove(rules: readonly Placed[], key: string, place: number): readonly Placed[] {
  const ordered = rules.toSorted((one, other) => one.position - other.position)
  const others = ordered.filter((rule) => rule.key !== key)
  const from = ordered.findIndex((rule) => rule.key === key)
  if (from === -1 || from === place) return []
  const low = others[place - 1]?.position ?? 0
  const high = others[place]?.position
  const free = between(low, high)
  if (free !== undefined) return [{ key, position: free }]
  const plans = [shiftLater(ordered, low, high), shiftEarlier(ordered, low, high)].filter((plan) => plan !== undefined)
  const [shortest] = plans.toSorted((one, other) => one.steps.length - other.steps.length)
  return shortest === undefined ? [] : [...shortest.steps, { key, position: shortest.freed }]
}

type Shift = { readonly steps: readonly Placed[]; readonly freed: number }

/** A position between two others, in their middle; behind the last rule with some room. Undefined: they are neighbours. */
function between(low: number, high: number | undefined): number | undefined {
  const free = high === undefined ? Math.min(low + ROOM, LAST_POSITION) : Math.floor((low + high) / 2)
  return free > low ? free : undefined
}

/** Moves the rules from `high` to the next gap up, the last first. */
function shiftLater(ordered: readonly Placed[], low: number, high: number | undefined): Shift | undefined {
  if (high === undefined) return undefined
  const above = ordered.filter((rule) => rule.position >= high)
  const block = above.filter((rule, index) => rule.position === high + index)
  const room = (above[block.length]?.position ?? LAST_POSITION + 1) - high - block.length
  const by = Math.min(room, ROOM)
  if (by < 1) return undefined
  const steps = block.map(({ key, position }) => ({ key, position: position + by })).toReversed()
  return { steps, freed: between(low, high + by) ?? high }
}

/** Moves the rules from the next gap to `low` down, the first first. */
function shiftEarlier(ordered: readonly Placed[], low: number, high: number | undefined): Shift | undefined {
  const below = ordered.filter((rule) => rule.position <= low).toReversed()
  const block = below.filter((rule, index) => rule.position === low - index)
  const room = low - block.length - (below[block.length]?.position ?? 0)
  const by = Math.min(room, ROOM)
  if (by < 1) return undefined
  const steps = block.map(({ key, position }) => ({ key, position: position - by })).toReversed()
  return { steps, freed: between(low - by, high ?? LAST_POSITION + 1) ?? low }
}
