import { describe, expect, it } from 'vitest'
import { changeAlone, type NodeOnlyChange } from '../../../src/core/change/node-overrides.ts'
import { planJoinOverride, type Lift } from '../../../src/core/change/plan-join-override.ts'
import { planLiftOverride, planSetOverride } from '../../../src/core/change/plan-override.ts'
import { MAX_OVERRIDES, type Override } from '../../../src/core/override/override.ts'
import { attempt } from '../../contract/changes.ts'
import { revisionWith } from '../../support/config.ts'
import { overrideWith, ratio, weight } from '../../support/overrides.ts'

const noon = '2026-11-24T12:00:00.000Z'
const [before, after] = ['2026-11-24T11:59:00.000Z', '2026-11-24T12:01:00.000Z']
const joinedAt = '2026-11-24T13:00:00.000Z'
const live = revisionWith({ cdns: [{ key: 'a' }] })

const setAlone = planSetOverride({ kind: 'RATIO', value: 5, reason: 'alone' })
const liftAlone = planLiftOverride({ kind: 'RATIO', reason: 'mended' })
const other = (at: string): Override => overrideWith({ kind: 'RATIO', target: null, value: 9 }, { by: 'bob', at })
const [setByNode, liftedByNode] = [
  { value: 5, by: 'ann', at: noon },
  { lifted: true, by: 'ann', at: noon, reason: 'mended' },
]
const liftedBy = (at: string): Lift => ({ by: 'bob', at })

/** Made by ann at noon on a node whose store held `known`. */
function alone(known: readonly Override[], planner: typeof setAlone): NodeOnlyChange {
  const changed = changeAlone('node-a:8000', { set: { version: 7, overrides: known }, live }, { ...attempt, at: noon }, planner)
  const change = changed.ok ? changed.value.nodeOnly?.[0] : undefined
  if (change === undefined) throw new Error('there is no change')
  return change
}

function join(change: NodeOnlyChange, stored: readonly Override[], lifted?: Lift) {
  const planned = planJoinOverride(change, 8).plan(
    { set: { version: 11, overrides: stored }, live, lifted },
    { ...attempt, at: joinedAt },
  )
  if (!planned.ok) throw new Error(planned.problem.code)
  return planned.value
}

const endedEarlier = overrideWith({ kind: 'RATIO', target: null, value: 3 }, { until: '2026-11-24T12:30:00.000Z' })

describe('where the store holds what it held before the change', () => {
  it.each([
    { what: 'sets', known: [], planner: setAlone, stored: [], holds: [expect.objectContaining(setByNode)] },
    { what: 'replaces', known: [ratio(3)], planner: setAlone, stored: [ratio(3)], holds: [expect.objectContaining(setByNode)] },
    { what: 'lifts', known: [ratio(3)], planner: liftAlone, stored: [ratio(3)], holds: [] },
    {
      what: 'sets over one that has ended meanwhile',
      known: [endedEarlier],
      planner: setAlone,
      stored: [],
      holds: [expect.objectContaining(setByNode)],
    },
    { what: 'lifts what somebody lifted too', known: [ratio(3)], planner: liftAlone, stored: [], holds: [] },
    {
      what: 'leaves other slots',
      known: [],
      planner: setAlone,
      stored: [weight('a', 2)],
      holds: [expect.objectContaining(setByNode), weight('a', 2)],
    },
  ])('a change $what, and no event tells of a conflict', ({ known, planner, stored, holds }) => {
    const plan = join(alone(known, planner), stored, stored.length === 0 ? liftedBy(after) : undefined)
    expect([plan.overrides, plan.alsoRecorded]).toEqual([holds, undefined])
  })

  it('holds what another node has set alike, as one of the two', () => {
    const alike = overrideWith({ kind: 'RATIO', target: null, value: 5 }, { reason: 'alone', by: 'bob', at: before })
    const plan = join(alone([], setAlone), [alike])
    expect(plan.overrides).toMatchObject([setByNode])
    expect(plan).not.toHaveProperty('alsoRecorded')
  })
})

describe('where the store holds something else, the newer one holds, and an event names both', () => {
  it.each([
    {
      what: 'set, against one set before',
      known: [],
      planner: setAlone,
      stored: [other(before)],
      lifted: undefined,
      holds: [setByNode],
      gaveWay: other(before),
      stays: setByNode,
    },
    {
      what: 'set, against one set after',
      known: [],
      planner: setAlone,
      stored: [other(after)],
      lifted: undefined,
      holds: [other(after)],
      gaveWay: setByNode,
      stays: other(after),
    },
    {
      what: 'set, against a lift before',
      known: [ratio(3)],
      planner: setAlone,
      stored: [],
      lifted: liftedBy(before),
      holds: [setByNode],
      gaveWay: { lifted: true, by: 'bob' },
      stays: setByNode,
    },
    {
      what: 'set, against a lift after',
      known: [ratio(3)],
      planner: setAlone,
      stored: [],
      lifted: liftedBy(after),
      holds: [],
      gaveWay: setByNode,
      stays: { lifted: true, by: 'bob', at: after },
    },
    {
      what: 'lifted, against one set before',
      known: [ratio(3)],
      planner: liftAlone,
      stored: [other(before)],
      lifted: undefined,
      holds: [],
      gaveWay: other(before),
      stays: liftedByNode,
    },
    {
      what: 'lifted, against one set after',
      known: [ratio(3)],
      planner: liftAlone,
      stored: [other(after)],
      lifted: undefined,
      holds: [other(after)],
      gaveWay: liftedByNode,
      stays: other(after),
    },
  ])('$what', ({ known, planner, stored, lifted, holds, gaveWay, stays }) => {
    const plan = join(alone(known, planner), stored, lifted)
    expect(plan.overrides).toMatchObject(holds)
    expect(plan.alsoRecorded).toMatchObject([
      { action: 'overrideConflict', target: 'overrides.RATIO', before: gaveWay, after: stays },
    ])
  })
})

it('is recorded with the time and the node of the change, though it gave way', () => {
  for (const stored of [[], [other(after)]])
    expect(join(alone([], setAlone), stored).audit).toEqual([
      {
        target: 'overrides.RATIO',
        before: null,
        after: expect.objectContaining({ ...setByNode, scope: 'NODE_ONLY', node: 'node-a:8000' }),
      },
    ])
  expect(join(alone([ratio(3)], liftAlone), [ratio(3)]).audit).toMatchObject([
    { before: ratio(3), after: { reason: 'mended', at: noon, scope: 'NODE_ONLY', node: 'node-a:8000' } },
  ])
})

it('gets a version above those of store and node', () => {
  expect(join(alone([], setAlone), []).version).toBe(12)
  expect(
    planJoinOverride(alone([], setAlone), 20).plan({ set: { version: 11, overrides: [] }, live, lifted: undefined }, attempt),
  ).toMatchObject({
    value: { version: 21 },
  })
})

it('is refused where the store has no room', () => {
  const full = Array.from({ length: MAX_OVERRIDES }, (_, index) => weight(`cdn-${index}`, 1))
  const planned = planJoinOverride(alone([], setAlone), 8).plan(
    { set: { version: 11, overrides: full }, live, lifted: undefined },
    attempt,
  )
  expect(planned).toMatchObject({ ok: false, problem: { code: 'TOO_MANY' } })
})
