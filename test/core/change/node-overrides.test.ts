import { describe, expect, it } from 'vitest'
import {
  applyNodeOnly,
  changeAlone,
  MAX_NODE_ONLY,
  scopeOf,
  withoutNodeOnly,
  type NodeOverrides,
} from '../../../src/core/change/node-overrides.ts'
import { planLiftOverride, planSetOverride, type OverridePlanner } from '../../../src/core/change/plan-override.ts'
import { readNodeOverrides } from '../../../src/core/change/read-node-overrides.ts'
import { slotOf } from '../../../src/core/override/override.ts'
import { attempt } from '../../contract/changes.ts'
import { revisionWith } from '../../support/config.ts'
import { allToOrigin, down, ratio } from '../../support/overrides.ts'

const live = revisionWith({ cdns: [{ key: 'a' }, { key: 'b' }] })
const ofStore: NodeOverrides = { version: 7, overrides: [down('a'), ratio(3)] }
const reason = 'the store is away'

const setRatio = (value: number): OverridePlanner => planSetOverride({ kind: 'RATIO', value, reason })
const lift = planLiftOverride({ kind: 'ADMIN_STATE', target: 'a', reason: 'mended' })

function change(set: NodeOverrides, planner: OverridePlanner, by = attempt): NodeOverrides {
  const changed = changeAlone('node-a:8000', { set, live }, by, planner)
  if (!changed.ok) throw new Error(changed.problem.code)
  return changed.value
}

describe('a change of a node alone', () => {
  it('is a version of its own, with what was and what is, by whom and where', () => {
    const changed = change(change(ofStore, setRatio(5)), lift)
    expect(changed).toMatchObject({
      version: 9,
      overrides: [{ kind: 'RATIO', value: 5, by: 'ann' }],
      nodeOnly: [
        { node: 'node-a:8000', action: 'setOverride', target: 'overrides.RATIO', before: ratio(3), after: { value: 5 } },
        { action: 'liftOverride', before: down('a'), after: null, reason: 'mended', attempt },
      ],
    })
    expect(changed.overrides.map((override) => scopeOf(changed, slotOf(override)))).toEqual(['NODE_ONLY'])
    expect(scopeOf(changed, slotOf(allToOrigin))).toBe('ALL_NODES')
  })

  it.each([
    { what: 'that changes nothing', planner: planSetOverride({ kind: 'RATIO', value: 3, reason: 'it burns' }) },
    { what: 'whose AUTO lifts nothing', planner: planSetOverride({ kind: 'ADMIN_STATE', target: 'b', value: 'AUTO', reason }) },
  ])('$what is none', ({ planner }) => {
    expect(change(ofStore, planner)).toBe(ofStore)
  })

  it.each([
    { code: 'UNKNOWN_REFERENCE', planner: planSetOverride({ kind: 'ADMIN_STATE', target: 'x', value: 'DOWN', reason }) },
    { code: 'OVERRIDE_VALUE_INVALID', planner: setRatio(-1) },
    { code: 'NOT_FOUND', planner: planLiftOverride({ kind: 'ALL_TO_ORIGIN' }) },
  ])('is refused as the store would: $code', ({ code, planner }) => {
    expect(changeAlone('node-a:8000', { set: ofStore, live }, attempt, planner)).toMatchObject({ ok: false, problem: { code } })
  })

  it('is refused beyond the most that a node keeps', () => {
    let set = ofStore
    for (let value = 10; value < 10 + MAX_NODE_ONLY; value += 1) set = change(set, setRatio(value))
    expect(changeAlone('node-a:8000', { set, live }, attempt, setRatio(9))).toMatchObject({ problem: { code: 'TOO_MANY' } })
  })

  it('with an idempotency key is made once, and the key is refused to another request', () => {
    const idempotency = { key: 'k', fingerprint: 'f' }
    const first = change(ofStore, { ...setRatio(5), idempotency })
    expect(change(first, { ...setRatio(6), idempotency })).toBe(first)
    const other = { ...setRatio(6), idempotency: { key: 'k', fingerprint: 'g' } }
    expect(changeAlone('node-a:8000', { set: first, live }, attempt, other)).toMatchObject({
      problem: { code: 'IDEMPOTENCY_KEY_REUSED' },
    })
    expect(change(first, other, { ...attempt, actor: 'bob' }).version).toBe(first.version + 1)
  })

  it('without a key gets one that no other change has, though the same person makes it twice', () => {
    const keys = change(change(change(ofStore, setRatio(5)), setRatio(3)), setRatio(5)).nodeOnly?.map(
      (one) => one.idempotency.key,
    )
    expect(new Set(keys).size).toBe(3)
    for (const key of keys ?? []) expect(key).toMatch(/^[\x21-\x7e]{1,128}$/)
  })
})

describe('the set of the store', () => {
  it('is found again by taking the changes out', () => {
    const changed = change(change(change(ofStore, setRatio(5)), lift), setRatio(6))
    expect(withoutNodeOnly(changed)).toEqual(ofStore)
  })

  it('that is newer goes below the changes, under a version above both', () => {
    const changed = change(ofStore, setRatio(5))
    const newer = { version: 12, overrides: [allToOrigin, ratio(4)] }
    expect(applyNodeOnly(newer, changed)).toMatchObject({
      version: 13,
      overrides: [allToOrigin, { kind: 'RATIO', value: 5 }],
      nodeOnly: changed.nodeOnly,
    })
    expect(applyNodeOnly(newer, ofStore)).toEqual(newer)
  })
})

describe('the file', () => {
  const changed = change(change(ofStore, setRatio(5)), lift)
  const [first] = changed.nodeOnly ?? []

  it.each([
    { what: 'without changes of the node alone', set: ofStore },
    { what: 'with some', set: changed },
    { what: 'with texts that no database can store', set: change(ofStore, setRatio(5), { ...attempt, actor: 'a\0\ud800' }) },
  ])('has what was written, $what', ({ set }) => {
    expect(readNodeOverrides(JSON.stringify(set))).toEqual(set)
  })

  it('with an empty list has no changes of the node alone', () => {
    expect(readNodeOverrides(JSON.stringify({ ...ofStore, nodeOnly: [] }))).toEqual(ofStore)
  })

  it('goes without a change whose kind a newer version brought, and keeps the rest', () => {
    const newer = { ...first, after: { ...ratio(5), kind: 'REGION' } }
    expect(readNodeOverrides(JSON.stringify({ ...changed, nodeOnly: [newer, ...(changed.nodeOnly ?? [])] }))).toEqual(changed)
  })

  it.each([
    { what: 'a list that is none', nodeOnly: {} },
    { what: 'no object', nodeOnly: [null] },
    { what: 'neither side', nodeOnly: [{ ...first, before: null, after: null }] },
    { what: 'a kind that is no text', nodeOnly: [{ ...first, after: { ...ratio(5), kind: 7 } }] },
    { what: 'a side that is no override', nodeOnly: [{ ...first, after: { ...ratio(5), value: -1 } }] },
    { what: 'no author', nodeOnly: [{ ...first, attempt: { ...attempt, actor: undefined } }] },
    { what: 'a time that is none', nodeOnly: [{ ...first, attempt: { ...attempt, at: 'noon' } }] },
    { what: 'no key', nodeOnly: [{ ...first, idempotency: {} }] },
    { what: 'a reason that is no text', nodeOnly: [{ ...first, reason: 7 }] },
    { what: 'no node', nodeOnly: [{ ...first, node: undefined }] },
    { what: 'too many', nodeOnly: Array.from({ length: MAX_NODE_ONLY + 1 }, () => first) },
  ])('is not read with $what', ({ nodeOnly }) => {
    expect(readNodeOverrides(JSON.stringify({ ...ofStore, nodeOnly }))).toBeUndefined()
  })
})
