import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Canary } from '../../../src/core/canary/canary.ts'
import { judgeCanary, judgeOrphan, type CanaryObservation } from '../../../src/core/canary/judge.ts'
import { findMessageProblem } from '../../../src/core/change/hindrances.ts'
import { canaryWith } from '../../support/config.ts'
import { holds } from '../arbitraries.ts'

const start = Date.parse('2026-01-01T00:00:00.000Z')
const at = (second: number): number => start + second * 1_000

function seenWith(parts: Partial<CanaryObservation> = {}): CanaryObservation {
  const none = { requests: 0, refused: 0 }
  return {
    watchedMs: 2_000,
    running: ['worker-1'],
    refusals: [],
    died: [],
    cdnTrouble: undefined,
    own: none,
    others: none,
    ...parts,
  }
}

const outcomeOf = (seen: Partial<CanaryObservation>, second = 1, terms: Partial<Canary> = {}): string =>
  judgeCanary(canaryWith({ seconds: 60, ...terms }), seenWith(seen), at(second))?.outcome ?? 'GOES_ON'

const few = { own: { requests: 19, refused: 19 } }
const enough = { own: { requests: 20, refused: 0 } }

it.each([
  { what: 'nothing came', seen: {}, second: 59.999, outcome: 'GOES_ON' },
  { what: 'its time is over', seen: enough, second: 60, outcome: 'PROMOTED' },
  { what: 'its time was over long ago', seen: enough, second: 6_000, outcome: 'PROMOTED' },
  { what: 'nobody runs it at the end', seen: { ...enough, running: [] }, second: 60, outcome: 'GOES_ON' },
  { what: 'a worker refuses it', seen: { refusals: ['worker-1: no'] }, second: 1, outcome: 'TAKEN_BACK' },
  { what: 'a worker refuses it at the end', seen: { refusals: ['worker-1: no'] }, second: 60, outcome: 'TAKEN_BACK' },
  { what: 'a CDN that only it has is out', seen: { ...enough, cdnTrouble: 'x' }, second: 60, outcome: 'TAKEN_BACK' },
  { what: 'a process ended', seen: { died: ['worker-1'] }, second: 1, outcome: 'TAKEN_BACK' },
  { what: 'too few requests came', seen: { own: { requests: 19, refused: 19 } }, second: 1, outcome: 'GOES_ON' },
  { what: 'too few came, and more may be reported', seen: few, second: 61.999, outcome: 'GOES_ON' },
  { what: 'too few came', seen: few, second: 62, outcome: 'TAKEN_BACK' },
  { what: 'too few were counted by one that started anew', seen: { ...few, watchedMs: 1_999 }, second: 62, outcome: 'GOES_ON' },
  { what: 'none came', seen: {}, second: 62, outcome: 'TAKEN_BACK' },
  { what: 'enough are reported after the end', seen: enough, second: 61.999, outcome: 'PROMOTED' },
  { what: 'nobody runs it, and too few came', seen: { ...few, running: [] }, second: 62, outcome: 'GOES_ON' },
  { what: 'all of enough were refused', seen: { own: { requests: 20, refused: 20 } }, second: 1, outcome: 'TAKEN_BACK' },
  { what: 'too many were refused, at the end', seen: { own: { requests: 20, refused: 2 } }, second: 60, outcome: 'TAKEN_BACK' },
])('$outcome when $what', ({ seen, second, outcome }) => {
  expect(outcomeOf(seen, second)).toBe(outcome)
})

it.each([
  { own: [100, 5], others: [0, 0], outcome: 'GOES_ON' },
  { own: [100, 6], others: [0, 0], outcome: 'TAKEN_BACK' },
  { own: [100, 25], others: [100, 20], outcome: 'GOES_ON' },
  { own: [100, 26], others: [100, 20], outcome: 'TAKEN_BACK' },
  { own: [100, 6], others: [19, 19], outcome: 'TAKEN_BACK' },
  { own: [100, 100], others: [20, 20], outcome: 'GOES_ON' },
])('without a ratio allows what the others refuse, where they tell something, and 5 %: $own beside $others', (row) => {
  const sample = ([requests = 0, refused = 0]: readonly number[]) => ({ requests, refused })
  expect(outcomeOf({ own: sample(row.own), others: sample(row.others) })).toBe(row.outcome)
})

it.each([
  { maxRefusedRatio: 0, refused: 0, outcome: 'GOES_ON' },
  { maxRefusedRatio: 0, refused: 1, outcome: 'TAKEN_BACK' },
  { maxRefusedRatio: 0.5, refused: 50, outcome: 'GOES_ON' },
  { maxRefusedRatio: 0.5, refused: 51, outcome: 'TAKEN_BACK' },
  { maxRefusedRatio: 1, refused: 100, outcome: 'GOES_ON' },
])(
  'allows a given ratio of $maxRefusedRatio, whatever the others refuse: $refused %',
  ({ maxRefusedRatio, refused, outcome }) => {
    const seen = { own: { requests: 100, refused }, others: { requests: 100, refused: 90 } }
    expect(outcomeOf(seen, 1, { maxRefusedRatio })).toBe(outcome)
  },
)

it('says why', () => {
  const reasonOf = (seen: Partial<CanaryObservation>, second = 1) =>
    judgeCanary(canaryWith({ seconds: 60 }), seenWith(seen), at(second))?.reason
  expect(reasonOf({ own: { requests: 40, refused: 10 } })).toBe('10 of 40 requests were refused, more than 5 %')
  expect(reasonOf({ refusals: ['worker-1: no', 'worker-2: not I'] })).toBe('refused by worker-1: no; worker-2: not I')
  expect(reasonOf({ died: ['worker-2'] })).toBe('the process of worker-2 ended meanwhile')
  expect(reasonOf({ own: { requests: 40, refused: 1 } }, 61)).toBe('60 s are over: 1 of 40 requests were refused')
})

it.each(['PROMOTED', 'TAKEN_BACK'] as const)(
  'of too few requests is UNPROVEN, and %s as its publisher asked',
  (onTooFewRequests) => {
    const verdict = judgeCanary(canaryWith({ seconds: 60, onTooFewRequests }), seenWith(few), at(62))
    expect(verdict).toEqual({
      outcome: onTooFewRequests,
      reason: 'UNPROVEN: 19 of the 20 requests that are needed were counted in its 60 s',
    })
  },
)

describe('a canary that nobody watches', () => {
  it.each([
    { second: 69.999, live: 4, reason: undefined },
    { second: 70, live: 4, reason: 'no worker of node-a:8000 was seen to run it when its 60 s were over' },
    { second: 1, live: 6, reason: 'revision 6 went live meanwhile' },
  ])('of revision 5 is taken back by any node after $second s, while $live is live, for: $reason', ({ second, live, reason }) => {
    const verdict = judgeOrphan(canaryWith({ revision: 5, seconds: 60 }), live, at(second))
    expect(verdict).toEqual(reason && { outcome: 'TAKEN_BACK', reason })
  })
})

it('never promotes before its time, nor what is refused, nor without a worker; and its reason fits a message', () => {
  const sample = fc.nat(200).chain((requests) => fc.record({ requests: fc.constant(requests), refused: fc.nat(requests) }))
  const name = fc.string({ maxLength: 40, unit: fc.constantFrom('a', '𝄞', ' ') })
  const names = fc.oneof(fc.constant([]), fc.array(name, { maxLength: 40 }))
  const seen = fc.record({
    watchedMs: fc.constant(2_000),
    running: names,
    refusals: names,
    died: names,
    cdnTrouble: fc.constantFrom(...Array.from({ length: 9 }, () => undefined), 'a CDN is out'),
    own: sample,
    others: sample,
  })
  const outcomes = { GOES_ON: 0, PROMOTED: 0, TAKEN_BACK: 0 }
  const draws = fc.tuple(
    seen,
    fc.integer({ min: 30, max: 120 }),
    fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    fc.constantFrom('PROMOTED' as const, 'TAKEN_BACK' as const),
  )
  holds(
    fc.property(draws, ([of, second, ratio, tooFew]) => {
      const canary = canaryWith({ seconds: 60, maxRefusedRatio: ratio, onTooFewRequests: tooFew })
      const verdict = judgeCanary(canary, of, at(second))
      const outcome = verdict?.outcome ?? 'GOES_ON'
      outcomes[outcome] += 1
      const isTroubled = of.refusals.length > 0 || of.died.length > 0 || of.cdnTrouble !== undefined
      const isProven = of.own.requests >= 20
      const isOver = second >= (isProven ? 60 : 62) && of.running.length > 0
      const isOverRatio = ratio !== null && of.own.requests >= 20 && of.own.refused > ratio * of.own.requests
      expect(findMessageProblem(verdict?.reason ?? null)).toBeUndefined()
      expect(outcome === 'PROMOTED' && (isTroubled || !isOver || isOverRatio)).toBe(false)
      expect(outcome === 'PROMOTED' && !isProven && tooFew === 'TAKEN_BACK').toBe(false)
      expect(outcome === 'GOES_ON' && (isTroubled || isOver || isOverRatio)).toBe(false)
    }),
    1_000,
  )
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(20)
})
