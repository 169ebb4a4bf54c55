import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConfigState } from '../../../src/core/change/config-change.ts'
import { planEdit } from '../../../src/core/change/plan-edit.ts'
import { planPublish } from '../../../src/core/change/plan-publish.ts'
import { planRollback } from '../../../src/core/change/plan-rollback.ts'
import { planBootstrap } from '../../../src/core/change/plan-start.ts'
import type { ConfigRevision } from '../../../src/core/config/revision.ts'
import { applyConditions, underOverrides } from '../../../src/core/conditions/effective.ts'
import {
  planExpiry,
  planLiftOverride,
  planOverrideRecovery,
  planSetOverride,
  type OverridePlan,
  type OverridePlanner,
  type OverrideState,
} from '../../../src/core/change/plan-override.ts'
import { MAX_OVERRIDES, noOverrides, slotOf, type Override } from '../../../src/core/override/override.ts'
import { ok, type Result } from '../../../src/core/result.ts'
import { MAX_WEIGHT_PERIOD, weightPeriod } from '../../../src/core/selection/weight-period.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { allTo, allToOrigin, down, overrideWith, ratio, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'
import { attempt, emptyState, nothing } from './states.ts'

const reason = 'it burns'

function stateWith(overrides: readonly Override[], config: ConfigParts = { cdns: [{ key: 'a' }, { key: 'b' }] }): OverrideState {
  return { set: { version: 7, overrides }, live: revisionWith({ number: 4, ...config }) }
}

function plan(planner: OverridePlanner, state: OverrideState): Result<OverridePlan | undefined> {
  return planner.plan(state, attempt)
}

describe('setting', () => {
  const set = planSetOverride({ kind: 'ADMIN_STATE', target: 'a', value: 'DOWN', reason })
  const isSet = { kind: 'ADMIN_STATE', target: 'a', value: 'DOWN', reason, until: null, by: 'bob', at: attempt.at }

  it('says who, when, why and until when, and records it', () => {
    expect([set.action, set.target]).toEqual(['setOverride', 'overrides.ADMIN_STATE.a'])
    expect(plan(set, stateWith([]))).toEqual(
      ok({ overrides: [isSet], audit: [{ target: 'overrides.ADMIN_STATE.a', before: null, after: isSet }] }),
    )
  })

  it('replaces what is in the slot, and records that', () => {
    const before = overrideWith({ kind: 'ADMIN_STATE', target: 'a', value: 'DRAIN' })
    expect(plan(set, stateWith([before, down('b')]))).toMatchObject({
      value: { overrides: [isSet, { target: 'b' }], audit: [{ before, after: isSet }] },
    })
  })

  it.each([
    { one: allToOrigin, other: planSetOverride({ kind: 'ALL_TO_CDN', target: 'a', reason }) },
    { one: allTo('a'), other: planSetOverride({ kind: 'ALL_TO_CDN', target: 'b', reason }) },
    { one: allTo('a'), other: planSetOverride({ kind: 'ALL_TO_ORIGIN', reason }) },
    { one: ratio(3), other: planSetOverride({ kind: 'RATIO', value: 4, reason }) },
  ])('has one override for all traffic and one ratio: $other.target replaces $one.kind', ({ one, other }) => {
    const planned = plan(other, stateWith([one]))
    expect(planned).toMatchObject({ value: { audit: [{ before: one }] } })
    expect(planned.ok && planned.value?.overrides).toHaveLength(1)
  })

  it('of what is set so already changes nothing', () => {
    expect(plan(set, stateWith([down('a')]))).toEqual(nothing)
  })

  it('AUTO lifts, and records the reason', () => {
    const auto = planSetOverride({ kind: 'ADMIN_STATE', target: 'a', value: 'AUTO', reason: 'back' })
    expect(plan(auto, stateWith([down('a'), down('b')]))).toEqual(
      ok({
        overrides: [down('b')],
        audit: [{ target: 'overrides.ADMIN_STATE.a', before: down('a'), after: { reason: 'back' } }],
      }),
    )
    expect(plan(auto, stateWith([weight('a', 3)]))).toEqual(nothing)
  })

  it.each([
    { what: 'a CDN that is not live', said: { kind: 'WEIGHT', target: 'c', value: 1, reason }, code: 'UNKNOWN_REFERENCE' },
    { what: 'no reason', said: { kind: 'ALL_TO_ORIGIN', reason: ' ' }, code: 'REASON_INVALID' },
    { what: 'an end that is past', said: { kind: 'ALL_TO_ORIGIN', reason, until: attempt.at }, code: 'UNTIL_INVALID' },
    { what: 'a value that is none', said: { kind: 'RATIO', value: -1, reason }, code: 'OVERRIDE_VALUE_INVALID' },
    { what: 'a target too many', said: { kind: 'RATIO', value: 1, target: 'a', reason }, code: 'OVERRIDE_TARGET_INVALID' },
  ] as const)('is refused for $what with $code', ({ said, code }) => {
    expect(plan(planSetOverride(said), stateWith([]))).toMatchObject({ ok: false, problem: { code } })
  })

  it('is refused before there is a revision, and beyond the bound', () => {
    expect(plan(set, { set: noOverrides, live: undefined })).toMatchObject({ problem: { code: 'UNKNOWN_REFERENCE' } })
    const many = Array.from({ length: MAX_OVERRIDES }, (_, index) => down(`c${index}`))
    expect(plan(set, stateWith(many))).toMatchObject({ problem: { code: 'TOO_MANY', received: MAX_OVERRIDES + 1 } })
    expect(plan(set, stateWith([...many.slice(1), down('a')]))).toEqual(nothing)
  })

  it('is refused where the shares could not be kept exactly, and says which weights', () => {
    const cdns = Array.from({ length: 12 }, (_, index) => ({ key: `c${index}`, weight: 1_000 }))
    const odd = planSetOverride({ kind: 'WEIGHT', target: 'c0', value: 999, reason })
    expect(plan(odd, stateWith([], { cdns }))).toMatchObject({
      problem: { code: 'WEIGHT_SUM_TOO_LARGE', received: '999', allowed: expect.stringContaining('10000') },
    })
    expect(plan(odd, stateWith([down('c1'), down('c2'), down('c3')], { cdns }))).toMatchObject({ ok: true })
  })
})

describe('lifting', () => {
  it.each([
    { lift: { kind: 'ADMIN_STATE', target: 'a' }, present: down('a') },
    { lift: { kind: 'RATIO' }, present: ratio(3) },
    { lift: { kind: 'ALL_TO_ORIGIN' }, present: allToOrigin },
    { lift: { kind: 'ALL_TO_CDN' }, present: allTo('a') },
    { lift: { kind: 'ALL_TO_CDN', target: 'a' }, present: allTo('a') },
  ] as const)('removes $lift.kind, and nothing else', ({ lift, present }) => {
    const others = [down('b'), weight('a', 3)]
    expect(plan(planLiftOverride(lift), stateWith([...others, present]))).toMatchObject({
      value: { overrides: others, audit: [{ before: present, after: null }] },
    })
  })

  it.each([
    { kind: 'ADMIN_STATE', target: 'b' },
    { kind: 'ADMIN_STATE' },
    { kind: 'WEIGHT', target: 'a' },
    { kind: 'ALL_TO_ORIGIN' },
    { kind: 'ALL_TO_CDN', target: 'b' },
  ] as const)('says that there is no $kind $target, and what there is', (lift) => {
    expect(plan(planLiftOverride(lift), stateWith([down('a'), allTo('a')]))).toMatchObject({
      problem: { code: 'NOT_FOUND', allowed: 'one of overrides.ADMIN_STATE.a, overrides.ALL_TO_CDN.a' },
    })
  })

  it('records its reason, which may be left out but not be empty', () => {
    const lift = (why: string) => planLiftOverride({ kind: 'RATIO', reason: why })
    expect(plan(lift('back'), stateWith([ratio(3)]))).toMatchObject({ value: { audit: [{ after: { reason: 'back' } }] } })
    expect(plan(lift(''), stateWith([ratio(3)]))).toMatchObject({ problem: { code: 'REASON_INVALID' } })
  })
})

it('drops what has ended, with a record of each', () => {
  const ended = overrideWith({ kind: 'RATIO', target: null, value: 3 }, { until: attempt.at })
  const later = overrideWith({ kind: 'WEIGHT', target: 'a', value: 3 }, { until: '2026-02-03T04:05:06.001Z' })
  expect(plan(planExpiry, stateWith([ended, later, down('a')]))).toEqual(
    ok({ overrides: [later, down('a')], audit: [{ target: 'overrides.RATIO', before: ended, after: null }] }),
  )
  expect(plan(planExpiry, stateWith([later, down('a')]))).toEqual(nothing)
})

it('takes back a newer set that the store has lost, under its own version, and no older one', () => {
  const kept = { version: 8, overrides: [ratio(3)] }
  expect(plan(planOverrideRecovery(kept), stateWith([down('a')]))).toMatchObject({ value: kept })
  expect(plan(planOverrideRecovery({ ...kept, version: 7 }), stateWith([]))).toEqual(nothing)
})

describe('a publish', () => {
  const cdns = Array.from({ length: 12 }, (_, index) => ({ key: `c${index}`, weight: 1_000 }))
  const state: ConfigState = {
    version: 1,
    workingCopy: configWith({ cdns }),
    live: revisionWith({ number: 1, cdns: cdns.slice(0, 5) }),
    canary: undefined,
    lastNumber: 1,
    overrides: { version: 1, overrides: [weight('c0', 999)] },
  }

  it('that does not fit an override is refused, and names it', () => {
    for (const planner of [planPublish(null, {}), planRollback(1, revisionWith({ number: 1, cdns }), null, {})]) {
      const planned = planner.plan({ ...state, live: revisionWith({ number: 2 }) }, attempt)
      expect(planned).toMatchObject({ problem: { code: 'WEIGHT_SUM_TOO_LARGE', remedy: expect.stringContaining('by ann') } })
    }
    expect(planPublish(null, {}).plan(state, attempt)).toMatchObject({
      problem: { remedy: expect.stringContaining('WEIGHT "c0" 999, set by ann: "it burns"') },
    })
  })

  it('fits once it has ended', () => {
    const until = attempt.at
    const overrides = [overrideWith({ kind: 'WEIGHT', target: 'c0', value: 999 }, { until })]
    expect(planPublish(null, {}).plan({ ...state, overrides: { version: 1, overrides } }, attempt)).toMatchObject({ ok: true })
  })
})

it('leaves in effect what was set and not lifted, ended or replaced, whatever is published and brought back in between', () => {
  const cdnKey = fc.constantFrom('a', 'b', 'c')
  const said = fc.oneof(
    fc.record({ kind: fc.constant('ADMIN_STATE' as const), target: cdnKey, value: fc.constantFrom('UP', 'DRAIN', 'DOWN') }),
    fc.record({ kind: fc.constant('WEIGHT' as const), target: cdnKey, value: fc.nat(1_000) }),
    fc.record({ kind: fc.constant('RATIO' as const), value: fc.nat(9) }),
    fc.record({ kind: fc.constant('ALL_TO_ORIGIN' as const) }),
    fc.record({ kind: fc.constant('ALL_TO_CDN' as const), target: cdnKey }),
  )
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ step: fc.constant('SET' as const), said, minutes: fc.option(fc.integer({ min: 1, max: 9 })) }),
    },
    fc.record({ step: fc.constant('LIFT' as const), said }),
    fc.record({ step: fc.constant('EXPIRE' as const) }),
    fc.record({ step: fc.constant('PUBLISH' as const), keys: fc.subarray(['a', 'b', 'c']), weight: fc.nat(1_000) }),
    fc.record({ step: fc.constant('ROLLBACK' as const), to: fc.integer({ min: 1, max: 4 }) }),
  )
  holds(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      let state: ConfigState = firstState()
      const revisions = new Map<number, ConfigRevision>([[1, state.live as ConfigRevision]])
      /** What is to hold, said the simple way: by slot. */
      const wanted = new Map<string, Override>()
      for (const [minute, taken] of steps.entries()) {
        const by = { ...attempt, at: new Date(Date.parse(attempt.at) + minute * 60_000).toISOString() }
        const nowEpochMs = Date.parse(by.at)
        if (taken.step === 'PUBLISH' || taken.step === 'ROLLBACK') {
          const planner =
            taken.step === 'ROLLBACK' ? planRollback(taken.to, revisions.get(taken.to), null, {}) : planPublish(null, {})
          const workingCopy =
            taken.step === 'PUBLISH'
              ? configWith({ cdns: taken.keys.map((key) => ({ key, weight: taken.weight || 1 })) })
              : state.workingCopy
          const planned = planner.plan({ ...state, workingCopy }, by)
          if (!planned.ok || planned.value?.revision === undefined) continue
          revisions.set(planned.value.revision.number, planned.value.revision)
          state = { ...state, live: planned.value.revision, workingCopy }
        } else {
          const until =
            taken.step === 'SET' && taken.minutes !== null
              ? new Date(nowEpochMs + taken.minutes * 60_000).toISOString()
              : undefined
          const planner =
            taken.step === 'SET'
              ? planSetOverride({ ...taken.said, reason, until })
              : taken.step === 'LIFT'
                ? planLiftOverride(taken.said)
                : planExpiry
          const planned = planner.plan({ set: state.overrides, live: state.live }, by)
          if (!planned.ok || planned.value === undefined) continue
          state = { ...state, overrides: { version: state.overrides.version + 1, overrides: planned.value.overrides } }
          for (const { before, after } of planned.value.audit as readonly Change[]) {
            if (before !== null) wanted.delete(slotOf(before))
            if (after !== null && 'kind' in after) wanted.set(slotOf(after), after)
          }
        }
        const { config } = state.live as ConfigRevision
        const active = [...wanted.values()].filter((one) => one.until === null || Date.parse(one.until) > nowEpochMs)
        const stored = state.overrides.overrides.filter((one) => one.until === null || Date.parse(one.until) > nowEpochMs)
        expect(applyConditions(config, underOverrides(stored))).toEqual(applyConditions(config, underOverrides(active)))
        expect(weightPeriod(applyConditions(config, underOverrides(stored)).cdns)).toBeLessThanOrEqual(MAX_WEIGHT_PERIOD)
        expect(new Set(state.overrides.overrides.map(slotOf)).size).toBe(state.overrides.overrides.length)
      }
    }),
  )
})

type Change = { readonly target: string; readonly before: Override | null; readonly after: Override | null }

function firstState(): ConfigState {
  const planned = planBootstrap(configWith({ cdns: [{ key: 'a' }, { key: 'b' }] })).plan(emptyState, attempt)
  if (!planned.ok || planned.value === undefined) throw new Error('revision 1 can be made')
  return { ...emptyState, workingCopy: planned.value.workingCopy, live: planned.value.revision }
}

it('is no edit: the working copy and what is pending stay as they are', () => {
  const state = { ...firstState(), overrides: { version: 1, overrides: [down('a')] } }
  expect(planPublish(null, {}).plan(state, attempt)).toEqual(nothing)
  expect(planEdit('edit', 'x', ok, {}).plan(state, attempt)).toEqual(nothing)
})
