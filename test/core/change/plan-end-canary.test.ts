import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CanaryTerms } from '../../../src/core/canary/canary.ts'
import { planEndCanary, takeCanaryBack } from '../../../src/core/change/plan-end-canary.ts'
import { updateSettings } from '../../../src/core/change/edits.ts'
import type { ConfigPlanner, ConfigState } from '../../../src/core/change/config-change.ts'
import { planDiscard, planEdit } from '../../../src/core/change/plan-edit.ts'
import { planDirectPublish, planPublish } from '../../../src/core/change/plan-publish.ts'
import { planRollback } from '../../../src/core/change/plan-rollback.ts'
import { planBootstrap, planRecovery } from '../../../src/core/change/plan-start.ts'
import { whyUnusable, type ConfigRevision } from '../../../src/core/config/revision.ts'
import { validateConfig } from '../../../src/core/config/validate.ts'
import { hasErrors } from '../../../src/core/validation-issue.ts'
import { ok } from '../../../src/core/result.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'
import { after, applied, attempt, emptyState, nothing, plan, stateWith } from './states.ts'

const terms: CanaryTerms = {
  node: 'node-a:8000',
  workers: 1,
  seconds: 60,
  maxRefusedRatio: null,
  onTooFewRequests: 'TAKEN_BACK',
}
const publishCanary = planPublish('try', {}, terms)
const pending = stateWith({ working: { ratio: 20 } })
const running = after(publishCanary, pending)

it('makes the working copy the next revision, which is not live', () => {
  const canary = { revision: 5, ...terms, startedAt: attempt.at, state: 'RUNNING', reason: null, endedAt: null }
  expect(plan(publishCanary, pending)).toMatchObject({
    ok: true,
    value: {
      workingCopy: configWith({ ratio: 20 }),
      revision: { number: 5, parent: 4, message: 'try', config: configWith({ ratio: 20 }) },
      canary,
      audit: { target: 'revisions.5', before: { canary: null, live: 4 }, after: { canary: 'RUNNING', live: 4, ...terms } },
    },
  })
  expect(running).toMatchObject({ live: { number: 4 }, canary: { canary, revision: { number: 5 } }, lastNumber: 5 })
})

it('tries out nothing where nothing is pending, and what is not valid as little as any publish', () => {
  expect(plan(publishCanary, stateWith())).toEqual(nothing)
  expect(plan(publishCanary, stateWith({ working: { cdns: [{ weight: 0 }] } }))).toMatchObject({
    problem: { code: 'ZERO_WEIGHT' },
  })
})

describe('while a canary runs', () => {
  it.each<{ readonly what: string; readonly planner: ConfigPlanner }>([
    { what: 'publish', planner: planPublish(null, {}) },
    { what: 'publish another canary', planner: publishCanary },
    { what: 'publish directly', planner: planDirectPublish('putConfig', updateSettings({ ratio: 3 }), null, {}) },
    { what: 'roll back to it', planner: takeCanaryBack(planRollback(5, running.canary?.revision, null, {}), 'back') },
  ])('nobody may $what', ({ planner }) => {
    expect(plan(planner, running)).toMatchObject({
      problem: { code: 'CANARY_RUNNING', allowed: expect.stringContaining('5'), remedy: expect.stringContaining('endCanary') },
    })
  })

  it('who expects another live revision is told that first', () => {
    expect(plan(planPublish(null, { expectedRevision: 5 }), running)).toMatchObject({
      problem: { code: 'STALE_REVISION', allowed: 4 },
    })
  })

  it('edits go on', () => {
    const edited = after(planEdit('edit', 'settings', updateSettings({ ratio: 30 }), {}), running)
    expect(edited).toMatchObject({ canary: running.canary, live: running.live, workingCopy: { settings: { ratio: 30 } } })
    expect(after(planDiscard({}), edited)).toMatchObject({ canary: running.canary, workingCopy: running.live?.config })
  })
})

it('promoted it is live, and what was edited meanwhile stays pending', () => {
  const edited = after(planEdit('edit', 'settings', updateSettings({ ratio: 30 }), {}), running)
  const promote = planEndCanary(5, 'PROMOTED', 'well')
  expect([promote.action, promote.target]).toEqual(['canaryPromoted', 'revisions.5'])
  expect(plan(promote, edited)).toMatchObject({
    value: {
      revision: undefined,
      canary: { revision: 5, state: 'PROMOTED', reason: 'well', endedAt: attempt.at },
      audit: { before: { canary: 'RUNNING', live: 4 }, after: { canary: 'PROMOTED', live: 5, reason: 'well' } },
    },
  })
  const then = after(promote, edited)
  expect([then.live, then.canary, then.workingCopy]).toEqual([running.canary?.revision, undefined, edited.workingCopy])
})

it('taken back nothing is live that was not, and what was to be published stays pending; its number is not used again', () => {
  const takeBack = planEndCanary(5, 'TAKEN_BACK', 'badly')
  expect(takeBack.action).toBe('canaryTakenBack')
  const then = after(takeBack, running)
  expect([then.live, then.canary, then.workingCopy]).toEqual([running.live, undefined, running.workingCopy])
  expect(plan(planPublish(null, {}), then)).toMatchObject({ value: { revision: { number: 6, parent: 4 } } })
})

it.each([
  { what: 'no canary runs', state: pending, allowed: 'no canary is running' },
  { what: 'another one does', state: running, allowed: 5 },
])('is not ended when $what', ({ state, allowed }) => {
  expect(plan(planEndCanary(4, 'PROMOTED', 'why'), state)).toMatchObject({
    problem: { code: 'CANARY_NOT_RUNNING', field: 'revision', received: 4, allowed },
  })
})

it('is not ended for a reason that no message may have', () => {
  expect(plan(planEndCanary(5, 'PROMOTED', '\0'), running)).toMatchObject({ problem: { code: 'MESSAGE_INVALID' } })
})

describe('a rollback', () => {
  const rollback = (ratio: number) => takeCanaryBack(planRollback(2, revisionWith({ number: 2, ratio }), null, {}), 'rolled back')
  const back = { action: 'canaryTakenBack', target: 'revisions.5', before: { canary: 'RUNNING', live: 4 } }

  it('takes it back and publishes, recorded as both', () => {
    expect(plan(rollback(3), running)).toMatchObject({
      value: {
        revision: { number: 6, parent: 4, rollbackOf: 2 },
        canary: { revision: 5, state: 'TAKEN_BACK', reason: 'rolled back' },
        alsoRecorded: [back],
      },
    })
  })

  it('to what is live only takes it back', () => {
    const value = { revision: undefined, canary: { state: 'TAKEN_BACK' }, alsoRecorded: [back] }
    expect(plan(rollback(10), running)).toMatchObject({ value: { ...value, workingCopy: configWith() } })
    expect(plan(rollback(10), after(planDiscard({}), running))).toMatchObject({
      value: { ...value, audit: { target: 'revisions.2', before: 4, after: 4 } },
    })
  })

  it('that is refused leaves it running; without a canary it is as ever', () => {
    expect(plan(takeCanaryBack(planRollback(9, undefined, null, {}), 'no'), running)).toMatchObject({
      problem: { code: 'NOT_FOUND' },
    })
    const planner = planRollback(2, revisionWith({ number: 2, ratio: 3 }), null, {})
    expect(plan(takeCanaryBack(planner, 'no'), pending)).toEqual(plan(planner, pending))
  })
})

it('recovered from its snapshot it was promoted, since nothing else makes one', () => {
  const recovered = after(planRecovery(running.canary?.revision as ConfigRevision), running)
  expect([recovered.live, recovered.canary]).toEqual([running.canary?.revision, undefined])
})

it('is over when a newer revision is recovered, since the store has lost its end', () => {
  const recovered = plan(planRecovery(revisionWith({ number: 6, ratio: 3 })), running)
  expect(recovered).toMatchObject({
    value: {
      revision: { number: 6 },
      canary: { revision: 5, state: 'TAKEN_BACK', reason: 'a newer revision was recovered' },
      alsoRecorded: [{ action: 'canaryTakenBack', target: 'revisions.5' }],
    },
  })
})

it('keeps as live what was acknowledged as live, whatever is edited, published, tried out, ended, rolled back and recovered', () => {
  const step = fc.oneof(
    config.map((edited) => ({ kind: 'EDIT' as const, edited })),
    fc.constantFrom('PUBLISH', 'CANARY', 'CANARY', 'PROMOTED', 'TAKEN_BACK', 'CRASH').map((kind) => ({ kind })),
    fc.nat(5).map((toRevision) => ({ kind: 'ROLLBACK' as const, toRevision })),
  )
  const seen = { PROMOTED: 0, TAKEN_BACK: 0, lost: 0 }
  holds(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
      const stored = new Map<number, ConfigRevision>()
      /** What a snapshot was written of. */
      let acknowledged: ConfigRevision | undefined
      let state: ConfigState = emptyState
      let before: ConfigState = emptyState
      for (const taken of steps) {
        if (taken.kind === 'CRASH') {
          // The store loses its last change; the snapshot brings back what was live.
          seen.lost += state === before ? 0 : 1
          state = acknowledged === undefined ? before : after(planRecovery(acknowledged), before)
          before = state
          // A canary that is lost with the power was run by workers that are gone with it, so its number may come again.
          for (const number of stored.keys()) if (number > state.lastNumber) stored.delete(number)
        }
        const planned = taken.kind === 'CRASH' ? nothing : plannerOf(taken, state, stored).plan(state, attempt)
        const change = planned.ok ? planned.value : undefined
        const { revision, canary } = change ?? {}
        before = change === undefined ? before : state
        state = change === undefined ? state : applied(change, state)
        const isPublished = revision !== undefined && canary?.state !== 'RUNNING'
        const live = isPublished ? revision : canary?.state === 'PROMOTED' ? before.canary?.revision : acknowledged
        expect([state.live?.number, state.live?.sha256]).toEqual([live?.number, live?.sha256])
        expect(state.canary === undefined || state.canary.revision.number > (state.live?.number ?? 0)).toBe(true)
        expect(revision === undefined || (!stored.has(revision.number) && revision.number === before.lastNumber + 1)).toBe(true)
        expect(revision?.parent ?? null).toBe(revision === undefined ? null : (before.live?.number ?? null))
        expect(state.live && (whyUnusable(state.live) ?? hasErrors(validateConfig(state.live.config)))).toBe(state.live && false)
        if (revision !== undefined) stored.set(revision.number, revision)
        if (canary !== undefined && canary.state !== 'RUNNING') seen[canary.state] += 1
        acknowledged = state.live
      }
    }),
  )
  expect(Math.min(seen.PROMOTED, seen.TAKEN_BACK, seen.lost)).toBeGreaterThan(20)
})

type Step =
  | { readonly kind: 'EDIT'; readonly edited: ReturnType<typeof configWith> }
  | { readonly kind: 'ROLLBACK'; readonly toRevision: number }
  | { readonly kind: string }

function plannerOf(step: Step, { canary, live }: ConfigState, stored: ReadonlyMap<number, ConfigRevision>): ConfigPlanner {
  if ('edited' in step) return planEdit('edit', 'workingCopy', () => ok(step.edited), {})
  if ('toRevision' in step)
    return takeCanaryBack(planRollback(step.toRevision, stored.get(step.toRevision), null, {}), 'rolled back')
  if (live === undefined) return planBootstrap(configWith())
  if (step.kind === 'PROMOTED' || step.kind === 'TAKEN_BACK')
    return planEndCanary(canary?.revision.number ?? 0, step.kind, 'because')
  return step.kind === 'CANARY' ? publishCanary : planPublish(null, {})
}
