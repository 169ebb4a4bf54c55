import { describe, expect, it } from 'vitest'
import { judgeGrowth } from './judge/judge-growth.ts'
import { judgeRun, type Outcome } from './judge/judge-run.ts'
import { openMeasures } from './measures.ts'
import { sampleWith } from './sample-with.ts'
import { mixed } from './scenarios/mixed.ts'

const limits = { heapMiBPerMinute: 1, eventLoopDelayMsPerMinute: 1, descriptorsPerMinute: 1, dataKiBPerPublish: 64 }

/** A minute for each value. */
function stateOfHeap(values: readonly number[]) {
  const samples = values.map((heap, minute) => sampleWith({ second: minute * 60, heapMiB: { control: heap } }))
  return judgeGrowth(samples, limits).find(({ what }) => what.startsWith('heap of control'))?.state
}

describe('growth', () => {
  it('is of minutes: a crowd of seconds that lean on each other decides nothing', () => {
    const samples = Array.from({ length: 240 }, (_, second) =>
      sampleWith({ second, descriptors: 200 + Math.floor(second / 60) * 9 }),
    )
    expect(judgeGrowth(samples, limits).find(({ what }) => what === 'open descriptors')).toMatchObject({
      state: 'UNDECIDED',
      measured: '3 minutes, too few',
    })
  })

  it.each([
    { name: 'holds where nothing grows', values: Array.from({ length: 40 }, (_, x) => 80 + (x % 3)), state: 'HOLDS' },
    {
      name: 'is crossed where it surely grows faster',
      values: Array.from({ length: 40 }, (_, x) => 80 + 2 * x),
      state: 'CROSSED',
    },
    {
      name: 'forgets a warm-up',
      values: [10, 30, 50, 70, ...Array.from({ length: 20 }, (_, x) => 80 + (x % 3))],
      state: 'HOLDS',
    },
    {
      name: 'is undecided where it may grow faster or not',
      values: Array.from({ length: 20 }, (_, x) => 80 + 40 * (x % 2)),
      state: 'UNDECIDED',
    },
    { name: 'is undecided where there is too little', values: [80, 81, 82], state: 'UNDECIDED' },
  ])('$name', ({ values, state }) => {
    expect(stateOfHeap(values)).toBe(state)
  })

  it('of the data folder is by publish, not by time', () => {
    const samples = Array.from({ length: 40 }, (_, x) => sampleWith({ second: x * 60, publishes: x * 100, dataMiB: x }))
    const folder = judgeGrowth(samples, limits).find(({ what }) => what === 'data folder')
    expect(folder).toMatchObject({ state: 'HOLDS', measured: '10.2 (10.2 to 10.2) KiB a publish' })
  })
})

const crossed = (outcome: Partial<Outcome>, workers = 1): readonly string[] => {
  const measures = openMeasures()
  for (let index = 0; index < 500; index += 1) measures.done('redirect', index < 490 ? 1 : 50)
  const whole = { seconds: 1, times: measures.all(), failures: 0, counts: { origin: 50, cdn: 450 }, ...outcome }
  return judgeRun(mixed, whole, { maxErrors: 0, counting: { ratio: 10, workers } })
    .filter(({ state }) => state === 'CROSSED')
    .map(({ what }) => what)
}

describe('a run', () => {
  it.each([
    { name: 'as it should be crosses nothing', outcome: {}, what: [] },
    { name: 'with an error crosses that', outcome: { failures: 1 }, what: ['errors'] },
    { name: 'that fell behind crosses its rate', outcome: { seconds: 1.1 }, what: ['redirects a second'] },
    {
      name: 'with one too many to the origin',
      outcome: { counts: { origin: 51, cdn: 449 } },
      what: ['every 10th to the origin'],
    },
    { name: 'with one too few to the origin', outcome: { counts: { origin: 49, cdn: 451 } }, what: ['every 10th to the origin'] },
    { name: 'whose last are not ten yet', outcome: { counts: { origin: 50, cdn: 459 } }, what: [] },
  ])('$name: $what', ({ outcome, what }) => {
    expect(crossed(outcome)).toEqual(what)
  })

  it('of two workers may be off by one', () => {
    expect(crossed({ counts: { origin: 51, cdn: 449 } }, 2)).toEqual([])
    expect(crossed({ counts: { origin: 52, cdn: 448 } }, 2)).toEqual(['every 10th to the origin'])
  })

  it('is judged by the slowest of a hundred', () => {
    const measures = openMeasures()
    for (let index = 0; index < 500; index += 1) measures.done('redirect', index < 490 ? 1 : 500)
    expect(crossed({ times: measures.all() })).toEqual(['redirect, p99'])
  })
})

describe('measures', () => {
  it('tell 99 of 100 times within a thousandth, of the latest and of all', () => {
    const measures = openMeasures()
    for (let ms = 1; ms <= 1_000; ms += 1) measures.done('publish', ms)
    expect(measures.takeLatest().publish.p99 / 990).toBeCloseTo(1, 2)
    expect(measures.takeLatest().publish.count).toBe(0)
    measures.done('publish', 5_000)
    expect(measures.takeLatest().publish).toMatchObject({ count: 1 })
    expect(measures.all().publish.count).toBe(1_001)
  })

  it('tell apart fifty reasons of failures, and count all', () => {
    const measures = openMeasures()
    for (let reason = 0; reason < 60; reason += 1) measures.fail('redirect', `reason ${reason}`)
    expect(Object.keys(measures.failures())).toHaveLength(51)
    expect([measures.failures()['redirect: others'], measures.failureCount()]).toEqual([10, 60])
  })
})
