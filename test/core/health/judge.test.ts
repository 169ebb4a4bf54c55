import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hear, resume, unjudged, type FamilyState } from '../../../src/core/health/judge.ts'
import { checkWith, passed, refused } from '../../support/health.ts'
import { holds } from '../arbitraries.ts'

const check = checkWith()
const START = Date.UTC(2026, 0, 1)

/** Hears a row of results, `+` a pass and `-` a failure, 10 s apart; tells after each whether the CDN is in (`i`), out (`o`) or unjudged (`?`). */
function hearAll(results: string, state: FamilyState = unjudged, fromEpochMs = START) {
  let [told, at] = ['', fromEpochMs]
  for (const one of results) {
    state = hear(state, one === '+' ? passed : refused, check, at)
    told += state.judgement === undefined ? '?' : state.judgement.isOut ? 'o' : 'i'
    at += 10_000
  }
  return { told, state, at }
}

describe('a CDN on one node', () => {
  it.each([
    { results: '+', told: 'i', because: 'one pass is enough at first' },
    { results: '--+', told: '??i', because: 'fewer failures than fall are no verdict' },
    { results: '---', told: '??o', because: 'fall failures take it out' },
    { results: '+--+--+', told: 'iiiiiii', because: 'failures count in a row' },
    { results: '+---', told: 'iiio', because: 'fall failures take it out of use' },
    { results: '---+-++', told: '??ooooi', because: 'passes count in a row' },
    { results: '---++---++', told: '??ooiiiooi', because: 'it comes back after rise passes' },
  ])('is $told after $results: $because', ({ results, told }) => {
    expect(hearAll(results).told).toBe(told)
  })

  it('begins without a slow start, and comes back with one', () => {
    expect(hearAll('+').state.judgement).toMatchObject({ isRecovery: false, sinceEpochMs: START })
    expect(hearAll('---++').state.judgement).toMatchObject({ isRecovery: true, sinceEpochMs: START + 40_000 })
  })

  it('ends its slow start for good once it is over, by a clock that is set back as well', () => {
    const back = hearAll('---++').state
    const laterMs = (ms: number) => hear(back, passed, check, START + 40_000 + ms).judgement
    expect([laterMs(59_999)?.isRecovery, laterMs(60_000)?.isRecovery, laterMs(-3_600_000)?.isRecovery]).toEqual([
      true,
      false,
      false,
    ])
    expect(laterMs(60_000)).toEqual({ ...back.judgement, isRecovery: false })
  })

  it('tells why it is out', () => {
    expect(hearAll('---').state.judgement?.reason).toBe('3 checks in a row failed, the last one: REFUSED')
    expect(hear(unjudged, refused, checkWith({ fall: 1 }), START).judgement?.reason).toBe('its check failed: REFUSED')
  })
})

/** Passes that come every 10 s until it is back, after as many ejections in a row. */
function secondsOut(ejections: number): number {
  let { state, at } = hearAll('+')
  let outAt = 0
  for (let ejection = 1; ejection <= ejections; ejection += 1) {
    while (state.judgement?.isOut !== true) [state, outAt, at] = [hear(state, refused, check, at), at, at + 10_000]
    while (state.judgement?.isOut === true) [state, at] = [hear(state, passed, check, at), at + 10_000]
  }
  return ((state.judgement?.sinceEpochMs ?? 0) - outAt) / 1_000
}

describe('a CDN that flaps', () => {
  it.each([
    { ejections: 1, seconds: 20 },
    { ejections: 2, seconds: 20 },
    { ejections: 3, seconds: 20 },
    { ejections: 4, seconds: 40 },
    { ejections: 5, seconds: 60 },
    { ejections: 6, seconds: 60 },
    { ejections: 40, seconds: 60 },
  ])('stays out for $seconds s at ejection $ejections', ({ ejections, seconds }) => {
    expect(secondsOut(ejections)).toBe(seconds)
  })

  it('is forgiven after five minutes in use', () => {
    const { state, at } = hearAll('---++')
    expect(hearAll('---', state, at).state.judgement?.ejections).toBe(2)
    const used = hearAll('+'.repeat(31), state, at)
    expect(hearAll('---', used.state, used.at).state.judgement?.ejections).toBe(1)
  })

  it('is held down no less by a restart', () => {
    const { state, at } = hearAll('---++---++---++---')
    const resumed = state.judgement && resume(state.judgement)
    expect(hearAll('++++', resumed, at).told).toBe(hearAll('++++', state, at).told)
    expect(hearAll('++++', resumed, at).told).toBe('oooi')
  })
})

type Step = { readonly kind: 'PASS' | 'FAIL' | 'RESTART' } | { readonly kind: 'JUMP' | 'WAIT'; readonly ms: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Step>({ kind: 'PASS' }, { kind: 'FAIL' }) },
  fc.constant<Step>({ kind: 'RESTART' }),
  fc.record({ kind: fc.constant('JUMP' as const), ms: fc.integer({ min: -86_400_000, max: 86_400_000 }) }),
  fc.record({ kind: fc.constant('WAIT' as const), ms: fc.nat(400_000) }),
)

const drawnCheck = fc
  .record({
    fall: fc.integer({ min: 1, max: 10 }),
    rise: fc.integer({ min: 1, max: 10 }),
    intervalSeconds: fc.integer({ min: 1, max: 3_600 }),
  })
  .map(checkWith)

describe('no sequence of probes, clock steps and restarts', () => {
  const after = (steps: readonly Step[], drawn: ReturnType<typeof checkWith>) => {
    let [state, at] = [unjudged, START]
    for (const one of steps) {
      if (one.kind === 'PASS' || one.kind === 'FAIL') state = hear(state, one.kind === 'PASS' ? passed : refused, drawn, at)
      else if (one.kind === 'RESTART')
        state = state.judgement === undefined ? unjudged : resume(JSON.parse(JSON.stringify(state.judgement)))
      else if ('ms' in one) at += one.ms
      at += drawn.intervalSeconds * 1_000
    }
    return { state, at }
  }

  it('leaves a CDN out that passes: it is back after rise passes and the hold-down', () => {
    holds(
      fc.property(fc.array(step, { maxLength: 60 }), drawnCheck, (steps, drawn) => {
        let { state, at } = after(steps, drawn)
        const most = Math.max(drawn.rise, Math.ceil(65 / drawn.intervalSeconds) + 1)
        for (let pass = 0; pass < most; pass += 1) {
          state = hear(state, passed, drawn, at)
          at += drawn.intervalSeconds * 1_000
        }
        expect(state.judgement?.isOut).toBe(false)
      }),
      1_000,
    )
  })

  it('leaves a CDN in that fails: it is out after fall failures', () => {
    holds(
      fc.property(fc.array(step, { maxLength: 60 }), drawnCheck, (steps, drawn) => {
        let { state, at } = after(steps, drawn)
        for (let failure = 0; failure < drawn.fall; failure += 1) state = hear(state, refused, drawn, at++)
        expect(state.judgement?.isOut).toBe(true)
      }),
      1_000,
    )
  })

  it('takes a CDN out before fall failures in a row, or lets it back before rise passes', () => {
    holds(
      fc.property(fc.array(step, { maxLength: 60 }), drawnCheck, (steps, drawn) => {
        const { state, at } = after(steps, drawn)
        const isIn = hear(state, passed, drawn, at)
        if (isIn.judgement?.isOut !== false) return
        let failing = isIn
        for (let failure = 1; failure < drawn.fall; failure += 1) failing = hear(failing, refused, drawn, at)
        expect(failing.judgement?.isOut).toBe(false)
        let passing = hear(failing, refused, drawn, at)
        for (let pass = 1; pass < drawn.rise; pass += 1) passing = hear(passing, passed, drawn, at + 3_600_000)
        expect(passing.judgement?.isOut).toBe(true)
      }),
    )
  })
})
