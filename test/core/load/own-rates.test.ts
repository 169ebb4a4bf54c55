import { expect, it } from 'vitest'
import { openOwnRates } from '../../../src/core/load/own-rates.ts'

const cdns = ['a']

/** Rates of one process that counts twice a second, so many requests a second, while the CDN keeps so many percent. */
function openProcess({ pid = 1, rates = openOwnRates() } = {}) {
  let [ms, given, saturated] = [0, 0, 0]
  const hear = (keep: number) =>
    rates.hear(
      pid,
      {
        countedMonoMs: ms,
        given: new Map([['a', given]]),
        saturated: new Map([['a', saturated]]),
        keeps: new Map(keep === 100 ? [] : [['a', keep]]),
      },
      ms,
    )
  hear(100)
  return {
    rates,
    /** `next`: what is kept from the last count on. */
    pass: (seconds: number, perSecond: number, { keep = 100, next = undefined as number | undefined, unkept = 0 } = {}) => {
      for (let count = 0; count < seconds * 2; count += 1) {
        ms += 500
        given += perSecond / 2
        saturated += unkept / 2
        hear(count === seconds * 2 - 1 ? (next ?? keep) : keep)
      }
    },
    rate: () => rates.ratesOf(cdns, ms).get('a'),
    wait: (seconds: number) => rates.ratesOf(cdns, ms + seconds * 1_000).get('a'),
  }
}

it('knows no rate before every process has counted twice, and forgets none of them after that', () => {
  const { rates, pass } = openProcess()
  expect(rates.areKnown()).toBe(false)
  pass(1, 100)
  expect(rates.areKnown()).toBe(true)
  openProcess({ pid: 2, rates })
  expect(rates.areKnown()).toBe(true)
})

it('gives what comes, by what was kept while it was counted', () => {
  const { pass, rate } = openProcess()
  pass(2, 300, { next: 30 })
  pass(0.5, 90, { keep: 30 })
  expect(rate()).toMatchObject({ given: 247.5, coming: 300 })
})

it('leaves out of what comes the requests that no CDN kept', () => {
  const { pass, rate } = openProcess()
  pass(2, 10, { next: 50 })
  pass(3, 90, { keep: 50, unkept: 40 })
  expect(rate()).toEqual({ given: 90, saturated: 40, coming: 100 })
})

it.each([
  ['believes a jump at once', 2_000, 2_000],
  ['smooths a smaller change over two seconds', 330, 315],
])('%s', (_name, after, expected) => {
  const { pass, rate } = openProcess()
  pass(4, 300)
  pass(1, after)
  expect(rate()?.coming).toBeCloseTo(expected)
})

it('sums the processes, and forgets one that has ended or says nothing', () => {
  const { rates, pass, rate, wait } = openProcess()
  pass(2, 100)
  const other = openProcess({ pid: 2, rates })
  other.pass(2, 60)
  expect(rate()?.given).toBe(160)
  rates.hearEnd(2)
  expect(rate()?.given).toBe(100)
  expect(wait(4)?.given).toBe(0)
})

it('remembers what came to a CDN that keeps nothing, half of it after 30 s', () => {
  const { pass, rate } = openProcess()
  pass(2, 200, { next: 0 })
  expect(rate()?.coming).toBe(200)
  pass(30, 0, { keep: 0 })
  expect(rate()?.coming).toBeCloseTo(100, -1)
})

it('remembers as well what came to a CDN that got nothing for a moment, whatever it keeps', () => {
  const { pass, rate } = openProcess()
  pass(2, 300, { next: 30 })
  pass(2, 90, { keep: 30 })
  expect(rate()?.coming).toBeCloseTo(300)
  pass(5, 0, { keep: 30 })
  expect(rate()).toEqual({ given: 0, saturated: 0, coming: expect.closeTo(300 * 0.5 ** (5 / 30)) })
})
