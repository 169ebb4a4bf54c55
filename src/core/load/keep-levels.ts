/** Distance of the levels from a percentage on. It is smaller for less, where a step is a large part of what is kept. */
const steps = [
  { from: 20, step: 5 },
  { from: 10, step: 2 },
  { from: 0, step: 1 },
] as const

/** All levels, the lowest first. */
const levels = Array.from({ length: 101 }, (_, percent) => percent).filter((percent) => percent % stepAt(percent) === 0)

/** The next level above. */
export function levelAbove(level: number): number {
  return levels.find((other) => other > level) ?? 100
}

/** The next level below. */
export function levelUnder(level: number): number {
  return levels.findLast((other) => other < level) ?? 0
}

/** The least wanted percentage at which a level is left upwards: half a step above the next one, so that noise moves nothing. */
export function leastAbove(level: number): number {
  const next = levelAbove(level)
  return next + stepAt(level) / 2
}

/** A wanted percentage is computed: what is exactly a level may come out just below. */
const ROUNDING = 1e-9

/** The highest level that is not above the wanted percentage. */
export function levelAt(wanted: number): number {
  return levels.findLast((level) => level <= wanted + ROUNDING) ?? 0
}

/** The level to go to: down to the highest that is not above the wanted percentage, and up only as far as `leastAbove` allows. */
export function levelToward(wanted: number, level: number): number {
  const most = wanted + ROUNDING
  if (most < level) return levelAt(wanted)
  return levels.findLast((other) => other > level && leastAbove(levelUnder(other)) <= most) ?? level
}

function stepAt(percent: number): number {
  return steps.find(({ from }) => percent >= from)?.step ?? 1
}
