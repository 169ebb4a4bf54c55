import { expect, it } from 'vitest'
import { deleteEntry, updateSettings, upsertEntry } from '../../../src/core/change/edits.ts'
import type { ConfigPlanner } from '../../../src/core/change/config-change.ts'
import type { Expectations } from '../../../src/core/change/hindrances.ts'
import { planDiscard, planEdit } from '../../../src/core/change/plan-edit.ts'
import { planDirectPublish, planPublish } from '../../../src/core/change/plan-publish.ts'
import { planRollback } from '../../../src/core/change/plan-rollback.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { emptyState, nothing, plan, stateWith } from './states.ts'

it('changes the working copy alone and records what was and what is', () => {
  const edit = planEdit('upsertCdn', 'cdns.default', upsertEntry('cdns', { key: 'default', weight: 3, enabled: false }), {})
  expect(plan(edit, stateWith())).toEqual({
    ok: true,
    value: {
      workingCopy: configWith({ cdns: [{ weight: 3, enabled: false }] }),
      revision: undefined,
      audit: {
        target: 'cdns.default',
        before: { 'cdns.default.enabled': true, 'cdns.default.weight': 1 },
        after: { 'cdns.default.enabled': false, 'cdns.default.weight': 3 },
      },
    },
  })
})

it('edits the working copy, not what is live', () => {
  const state = stateWith({ live: { ratio: 10 }, working: { ratio: 20, cdns: [{ key: 'a' }] } })
  expect(plan(planEdit('updateSettings', 'settings', updateSettings({ redirectStatus: 307 }), {}), state)).toMatchObject({
    value: { workingCopy: configWith({ ratio: 20, redirectStatus: 307, cdns: [{ key: 'a' }] }) },
  })
})

it('edits a working copy of which nothing is live yet', () => {
  expect(
    plan(planEdit('upsertCdn', 'cdns.constructor', upsertEntry('cdns', { key: 'constructor', baseUrl: 'cdn' }), {}), emptyState),
  ).toMatchObject({
    ok: true,
    value: { workingCopy: { cdns: [{ key: 'constructor', baseUrl: 'cdn' }] }, revision: undefined },
  })
})

it('plans nothing for an edit that changes nothing', () => {
  expect(plan(planEdit('updateSettings', 'settings', updateSettings({ ratio: 10 }), {}), stateWith())).toEqual(nothing)
})

it("hands on an edit's problem", () => {
  expect(plan(planEdit('deleteCdn', 'cdns.x', deleteEntry('cdns', 'x'), {}), stateWith())).toMatchObject({
    ok: false,
    problem: { code: 'NOT_FOUND' },
  })
})

it('does not validate the whole, which may be wrong until it is published', () => {
  expect(plan(planEdit('deleteCdn', 'cdns.default', deleteEntry('cdns', 'default'), {}), stateWith())).toMatchObject({
    value: { workingCopy: { cdns: [] } },
  })
})

it('sets the working copy back to what is live', () => {
  const state = stateWith({ live: { ratio: 10 }, working: { ratio: 20, cdns: [{ key: 'a' }] } })
  const discarded = plan(planDiscard({}), state)
  expect(discarded).toMatchObject({
    ok: true,
    value: {
      workingCopy: configWith({ ratio: 10 }),
      revision: undefined,
      audit: { target: 'workingCopy' },
    },
  })
  expect(discarded.ok && discarded.value?.audit.before).toMatchObject({ 'settings.ratio': 20 })
  expect(discarded.ok && discarded.value?.audit.after).toMatchObject({ 'settings.ratio': 10 })
})

it.each([
  { state: stateWith(), what: 'nothing is pending' },
  { state: emptyState, what: 'nothing was ever published' },
])('discards nothing when $what', ({ state }) => {
  expect(plan(planDiscard({}), state)).toEqual(nothing)
})

const plannersOf: readonly { readonly what: string; readonly planner: (expected: Expectations) => ConfigPlanner }[] = [
  { what: 'an edit', planner: (expected) => planEdit('updateSettings', 'settings', updateSettings({ ratio: 3 }), expected) },
  { what: 'a publish', planner: (expected) => planPublish(null, expected) },
  {
    what: 'a direct publish',
    planner: (expected) => planDirectPublish('putConfig', updateSettings({ ratio: 3 }), null, expected),
  },
  { what: 'a rollback', planner: (expected) => planRollback(2, revisionWith({ number: 2, ratio: 3 }), null, expected) },
  { what: 'a discard', planner: (expected) => planDiscard(expected) },
]

const staleRevision = { code: 'STALE_REVISION', field: 'expectedRevision', received: 3, allowed: 4 }
const staleVersion = { code: 'STALE_WORKING_COPY', field: 'expectedVersion', received: 6, allowed: 7 }

it.each(
  plannersOf.flatMap(({ what, planner }) => [
    { what, planner, expected: { expectedRevision: 3 }, problem: staleRevision },
    { what, planner, expected: { expectedVersion: 6 }, problem: staleVersion },
    { what, planner, expected: { expectedRevision: 3, expectedVersion: 6 }, problem: staleRevision },
    { what, planner, expected: { expectedRevision: 4, expectedVersion: 6 }, problem: staleVersion },
    { what, planner, expected: { expectedRevision: 3, expectedVersion: 7 }, problem: staleRevision },
    { what, planner, expected: { expectedRevision: 0 }, problem: { ...staleRevision, received: 0 } },
  ]),
)('refuses $what that expects $expected of revision 4, version 7', ({ planner, expected, problem }) => {
  expect(plan(planner(expected), stateWith({ working: { ratio: 2 } }))).toMatchObject({ ok: false, problem })
})

it.each(plannersOf)('carries out $what that expects what is there', ({ planner }) => {
  const state = stateWith({ working: { ratio: 2 } })
  expect(plan(planner({ expectedRevision: 4, expectedVersion: 7 }), state)).toMatchObject({ ok: true, value: { audit: {} } })
  expect(plan(planner({ expectedRevision: undefined, expectedVersion: undefined }), state)).toMatchObject({
    ok: true,
    value: { audit: {} },
  })
})

it.each(plannersOf)('refuses $what for stale expectations even when there is nothing to do', ({ planner }) => {
  expect(plan(planner({ expectedVersion: 6 }), stateWith({ live: { ratio: 3 } }))).toMatchObject({
    ok: false,
    problem: staleVersion,
  })
})

it('counts as revision 0 that none is live', () => {
  const edit = (expectedRevision: number): ConfigPlanner =>
    planEdit('updateSettings', 'settings', updateSettings({ ratio: 3 }), { expectedRevision })
  expect(plan(edit(0), emptyState)).toMatchObject({ ok: true, value: {} })
  expect(plan(edit(1), emptyState)).toMatchObject({ ok: false, problem: { code: 'STALE_REVISION', received: 1, allowed: 0 } })
})
