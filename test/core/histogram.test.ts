import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addHistogram, observe, openHistogram } from '../../src/core/histogram.ts'
import { openLabelledHistogram } from '../../src/core/labelled-histogram.ts'
import { addTimings, noTimings, type WorkerTimings } from '../../src/core/worker-timings.ts'

const bounds = [0.1, 0.5, 2]

describe('a histogram', () => {
  it.each([
    { value: 0, counts: [1, 0, 0, 0] },
    { value: 0.1, counts: [1, 0, 0, 0] },
    { value: 0.100001, counts: [0, 1, 0, 0] },
    { value: 2, counts: [0, 0, 1, 0] },
    { value: 2.5, counts: [0, 0, 0, 1] },
  ])('counts $value in the first bucket whose bound it does not pass', ({ value, counts }) => {
    const histogram = openHistogram(bounds)
    observe(histogram, bounds, value)
    expect(histogram).toEqual({ counts, sum: value })
  })

  it('adds up to what was observed, over any readings between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000)), fc.nat(), (millis, cut) => {
        const [counter, sum] = [openHistogram(bounds), openHistogram(bounds)]
        let before = structuredClone(counter)
        for (const [index, value] of millis.entries()) {
          observe(counter, bounds, value)
          if (index % (1 + (cut % 5)) !== 0) continue
          addHistogram(sum, counter, before)
          before = structuredClone(counter)
        }
        addHistogram(sum, counter, before)
        expect(sum).toEqual(counter)
      }),
    )
  })
})

describe('histograms by label', () => {
  it('are there from the start where they were named, else with their first value', () => {
    const histogram = openLabelledHistogram(bounds, [['well'], ['ill']])
    histogram.observe(1, 'well')
    histogram.observe(3, 'new')
    expect(histogram.list().map(([{ counts }, label]) => [label, counts])).toEqual([
      ['well', [0, 0, 1, 0]],
      ['ill', [0, 0, 0, 0]],
      ['new', [0, 0, 0, 1]],
    ])
  })

  it('are 300 at most, whatever callers name', () => {
    const histogram = openLabelledHistogram(bounds, [])
    for (let index = 0; index < 1_000; index += 1) histogram.observe(1, `name-${index}`)
    expect(histogram.list()).toHaveLength(300)
  })
})

it('leaves out buckets of another version, and takes those that are alike', () => {
  const [sum, now] = [noTimings(), noTimings()]
  now.redirect.counts[0] = 5
  addTimings(sum, { ...now, tableBuild: { counts: [7], sum: 7 } }, noTimings())
  addTimings(sum, { redirect: now.redirect } as WorkerTimings, noTimings())
  expect([sum.redirect.counts[0], sum.tableBuild]).toEqual([10, noTimings().tableBuild])
})
