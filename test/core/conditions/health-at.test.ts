import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { healthAt, isSameHealth } from '../../../src/core/conditions/health-at.ts'
import type { HealthCondition } from '../../../src/core/health/health.ts'
import { cdnWith } from '../../support/config.ts'
import { conditionWith, healthCheck } from '../../support/health-effects.ts'
import { holds } from '../arbitraries.ts'

const since = Date.UTC(2026, 0, 1)
const cdns = ['a', 'b'].map((key) => cdnWith({ key, healthCheck }))
const recovering = { kind: 'RECOVERING', sinceEpochMs: since } as const
const out = { kind: 'OUT', sinceEpochMs: since } as const
const at = (conditions: readonly HealthCondition[], afterMs: number, among = cdns) =>
  healthAt({ version: 1, conditions }, among, since + afterMs)

describe('a slow start of 60 s', () => {
  it.each([
    { afterMs: -5_001, tenths: undefined, stepMs: undefined },
    { afterMs: -5_000, tenths: 1, stepMs: 7_000 },
    { afterMs: 0, tenths: 1, stepMs: 7_000 },
    { afterMs: 6_666, tenths: 1, stepMs: 7_000 },
    { afterMs: 7_000, tenths: 2, stepMs: 14_000 },
    { afterMs: 30_000, tenths: 5, stepMs: 34_000 },
    { afterMs: 59_999, tenths: 9, stepMs: 60_000 },
    { afterMs: 60_000, tenths: undefined, stepMs: undefined },
    { afterMs: 3_600_000, tenths: undefined, stepMs: undefined },
  ])('has $tenths tenths $afterMs ms after its begin, and goes on at $stepMs', ({ afterMs, tenths, stepMs }) => {
    const { ipv4, nextStepEpochMs } = at([conditionWith('a', recovering)], afterMs)
    expect(ipv4.get('a')).toEqual(tenths && { kind: 'SLOW', tenths })
    expect(nextStepEpochMs).toBe(stepMs && since + stepMs)
  })

  it('goes on by its steps alone to the whole weight, in ten at most, whenever it is looked at', () => {
    holds(
      fc.property(fc.integer({ min: 0, max: 3_600 }), fc.nat(100_000), (slowStartSeconds, offsetMs) => {
        const among = [cdnWith({ key: 'a', healthCheck: { ...healthCheck, slowStartSeconds } })]
        const seen: number[] = []
        let nowEpochMs: number | undefined = since + offsetMs
        while (nowEpochMs !== undefined) {
          const effects = healthAt({ version: 1, conditions: [conditionWith('a', recovering)] }, among, nowEpochMs)
          const effect = effects.ipv4.get('a')
          seen.push(effect?.kind === 'SLOW' ? effect.tenths : 10)
          expect(effects.nextStepEpochMs ?? Infinity).toBeGreaterThan(nowEpochMs)
          nowEpochMs = effects.nextStepEpochMs
        }
        expect(seen).toEqual(seen.toSorted((a, b) => a - b))
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.length).toBeLessThanOrEqual(10)
        expect(seen.at(-1)).toBe(10)
      }),
    )
  })
})

it.each<{ readonly what: string; readonly condition: HealthCondition; readonly among?: typeof cdns; readonly isOut: boolean }>([
  { what: 'of a CDN as it is', condition: conditionWith('a', out), isOut: true },
  { what: 'that seems to begin later', condition: conditionWith('a', { kind: 'OUT', sinceEpochMs: since + 1e9 }), isOut: true },
  { what: 'of a CDN at another base URL', condition: conditionWith('a', out, out, 'old.example.com'), isOut: false },
  { what: 'of a CDN without a check', condition: conditionWith('a', out), among: [cdnWith({ key: 'a' })], isOut: false },
  { what: 'of a CDN that is gone', condition: conditionWith('a', out), among: [], isOut: false },
])('counts a condition $what: $isOut', ({ condition, among = cdns, isOut }) => {
  expect(at([condition], 0, among).ipv4.has('a')).toBe(isOut)
})

it('keeps the families apart, and one object for both where they are alike', () => {
  const alike = at([conditionWith('a', out), conditionWith('b', recovering)], 0)
  expect(alike.ipv6).toBe(alike.ipv4)
  const apart = at([conditionWith('a', null, out), conditionWith('b', out, recovering)], 0)
  expect([...apart.ipv4.keys(), '-', ...apart.ipv6.keys()]).toEqual(['b', '-', 'a', 'b'])
})

it('is the same health until a step, another begin or another family', () => {
  const before = at([conditionWith('a', recovering), conditionWith('b', out)], 0)
  const others = [
    at([conditionWith('a', recovering), conditionWith('b', out)], 6_000),
    at([conditionWith('a', recovering), conditionWith('b', out)], 7_000),
    at([conditionWith('a', recovering), conditionWith('b', { ...out, sinceEpochMs: 1 })], 0),
    at([conditionWith('a', recovering), conditionWith('b', out, null)], 0),
    at([conditionWith('a', recovering)], 0),
  ]
  expect(others.map((other) => isSameHealth(before, other))).toEqual([true, false, false, false, false])
})
