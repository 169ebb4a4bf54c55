import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drawPlot, type Line, type Panel } from '../../scripts/simulate/plot.ts'
import { playAll } from '../../scripts/simulate/scenarios.ts'

// The plots of docs/balancing.md, and what the page says about them.
const plots = playAll()
const plot = (name: string) => {
  const found = plots.get(name)
  if (found === undefined) throw new Error(`there is no plot "${name}"`)
  return found
}

describe.each([...plots])('the plot "%s"', (name, played) => {
  it('is what npm run simulate writes', () => {
    const committed = readFileSync(join(import.meta.dirname, `../../docs/balancing/${name}.svg`), 'utf8')
    expect(committed).toBe(drawPlot(played))
  })

  it('shows where every request went', () => {
    for (const second of played.above.lines[0]?.given.keys() ?? []) expect(sumAt(played.above, second)).toBeCloseTo(100, 6)
  })
})

it.each(['failing', 'recovering', 'flapping', 'overflowing'])(
  'in "%s" each gets what it is wanted to, within 4 points',
  (name) => {
    for (const { given, wanted = [] } of plot(name).above.lines) {
      const off = given.filter((value, second) => Math.abs((value ?? 0) - nearest(wanted, second, value)) > 4)
      expect(off).toEqual([])
    }
  },
)

it('a CDN that fails is out within 7.5 seconds, and gets nothing while it stays so', () => {
  expect(lineOf(plot('failing').below, 'failing').slice(28)).toEqual(Array.from({ length: 32 }, () => 0))
})

it('a CDN that comes back climbs for its slow start', () => {
  const b = lineOf(plot('recovering').above, 'b')
  expect([b[20], b[30], b[40], b[60]].map((share) => Math.round((share ?? 0) / 10))).toEqual([0, 1, 2, 3])
})

it('a CDN that flaps is out for ever longer, a minute at most', () => {
  const holds = [0, 2, 4, 8, 16, 32, 60, 60]
  const outages = secondsOut(lineOf(plot('flapping').above, 'b'))
  expect(outages).toHaveLength(holds.length)
  expect(outages.filter((seconds, ejection) => seconds < (holds[ejection] ?? 0) - 1)).toEqual([])
})

it('with three times its capacity a CDN is over its hard load for two seconds at most, and swings by 5 percent at most', () => {
  for (const { given } of plot('overflowing').below.lines) {
    expect(longestRun(given.map((load) => (load ?? 0) > 100))).toBeLessThanOrEqual(2)
    const settled = given.slice(70, 100).map((load) => load ?? 0)
    expect(Math.max(...settled) - Math.min(...settled)).toBeLessThanOrEqual(10)
  }
})

it('clients of a lost region go to the next nearest, the others stay where they are', () => {
  const lines = plot('region-lost').above
  for (const key of ['europe-1', 'europe-2']) expect(meanOf(lineOf(lines, key), 30, 60)).toBe(0)
  expect(meanOf(lineOf(lines, 'asia'), 30, 60) - meanOf(lineOf(lines, 'asia'), 0, 20)).toBeCloseTo(47.5, -1)
  expect(meanOf(lineOf(lines, 'us'), 30, 60) - meanOf(lineOf(lines, 'us'), 0, 20)).toBeCloseTo(0, -1)
})

it('with all CDNs down the origin gets its budget, and panic the rest', () => {
  const { above, below } = plot('all-down')
  expect(meanOf(lineOf(below, 'origin'), 30, 70)).toBeCloseTo(100, 0)
  expect(meanOf(lineOf(above, 'a'), 30, 70)).toBeCloseTo(meanOf(lineOf(above, 'b'), 30, 70), 0)
})

function lineOf({ lines }: Panel, name: string): Line['given'] {
  return lines.find((line) => line.name === name)?.given ?? []
}

function sumAt({ lines }: Panel, second: number): number {
  return lines.reduce((sum, { given }) => sum + (given[second] ?? 0), 0)
}

/** The wanted value of the second, or of one beside it: a change falls into the middle of a second. */
function nearest(wanted: NonNullable<Line['wanted']>, second: number, value = 0): number {
  const around = [-2, -1, 0, 1].flatMap((step) => wanted[second + step] ?? [])
  const [least, most] = [Math.min(...around), Math.max(...around)]
  return Math.max(least, Math.min(most, value))
}

function meanOf(values: Line['given'], from: number, to: number): number {
  return values.slice(from, to).reduce<number>((sum, value) => sum + (value ?? 0), 0) / (to - from)
}

/** Lengths of the spans without a request, those that end. */
function secondsOut(values: Line['given']): readonly number[] {
  const lengths = values.map((value) => (value === 0 ? '.' : ' ')).join('')
  return lengths
    .trim()
    .split(/ +/)
    .map(({ length }) => length)
    .filter((length) => length > 0)
}

function longestRun(values: readonly boolean[]): number {
  return Math.max(
    0,
    ...values
      .map((is) => (is ? '.' : ' '))
      .join('')
      .split(' ')
      .map(({ length }) => length),
  )
}
