import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openStoreWatcher, type StoreWatcher } from '../../src/agent/store-watcher.ts'
import type { NodeOverrides } from '../../src/core/change/node-overrides.ts'
import { planLiftOverride, planSetOverride, type OverridePlanner } from '../../src/core/change/plan-override.ts'
import { attempt } from '../contract/changes.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openGatedStore, type GatedStore } from '../support/gated-store.ts'
import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { openInMemorySnapshots } from '../support/snapshots.ts'
import { settle } from '../support/settle.ts'
import { until } from '../support/until.ts'

/** Holds a ratio of 3 before each test. */
let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())

let watcher: StoreWatcher
let clock: FixedClock
/** The versions that were put in force. */
let taken: number[]
let problems: string[]
/** The versions that were read, each told once `held` resolves. */
let reads: number[]
let held: Promise<void>
let present: NodeOverrides
beforeEach(async () => {
  gate.reset()
  await gate.empty()
  await gate.overrides.change(ann, setRatio(3))
  present = await gate.overrides.current()
  await open()
})
afterEach(() => watcher.stop())

/** A minute before the time at which the clock stands. */
const ann = { ...attempt, at: '2025-12-31T23:59:00.000Z' }

async function open(kept?: NodeOverrides): Promise<void> {
  clock = fixedClock()
  const storeTime = openStoreTime(clock)
  taken = []
  reads = []
  held = Promise.resolve()
  problems = []
  watcher = openStoreWatcher({
    node: 'node-a:8000',
    store: gate.store,
    askVersions: async () => ({ ...(await gate.askVersions()), nowEpochMs: storeTime.nowEpochMs() }),
    overrideStore: {
      ...gate.overrides,
      async current() {
        const set = await gate.overrides.current()
        reads.push(set.version)
        await held
        return set
      },
    },
    overrideFile: openInMemoryOverrideFile(kept),
    keptOverrides: kept,
    snapshots: openInMemorySnapshots(),
    revisionCache: undefined,
    events: openInProcessEventBus(),
    clock,
    storeTime,
    random: () => 0.5,
    onRevision: () => undefined,
    onRefused: () => undefined,
    onCanary: () => undefined,
    onOverrides: ({ version }) => taken.push(version),
    onProblem: (problem) => void (problem.startsWith('the config store') || problems.push(problem)),
    onStoreAway: () => undefined,
    onStoreBack: () => undefined,
  })
  await watcher.start()
}

function setRatio(value: number): OverridePlanner {
  return planSetOverride({ kind: 'RATIO', value, reason: `ratio ${value}` })
}
const setAllToOrigin = planSetOverride({ kind: 'ALL_TO_ORIGIN', reason: 'they burn' })

async function change(planner: OverridePlanner, actor = 'ann'): Promise<NodeOverrides> {
  const changed = await watcher.overrides.change({ ...attempt, actor }, planner)
  if (!changed.ok) throw new Error(changed.problem.code)
  return changed.value
}

async function goAway(): Promise<void> {
  gate.awayBecause = 'no route'
  await clock.advance(4_500)
}

async function comeBack(): Promise<void> {
  gate.awayBecause = undefined
  await until('all is joined', 2_000, async () => {
    await clock.advance(4_500)
    return watcher.overrides.current()?.nodeOnly === undefined
  })
}

const ratioNow = () => watcher.overrides.current()?.overrides.find(({ kind }) => kind === 'RATIO')?.value

/** The audit events since then. */
const trail = async () => (await gate.auditTrail()).slice(1)

describe('while the store answers', () => {
  it('a change is made there, and holds here before anybody looks', async () => {
    const set = await change(setRatio(5))
    expect(set).toEqual(await gate.overrides.current())
    expect([taken.at(-1), watcher.overrides.current()]).toEqual([set.version, set])
  })

  it('a set that was read before a change does not undo it', async () => {
    const { version } = await gate.overrides.change(ann, setRatio(4)).then(() => gate.overrides.current())
    const { promise, resolve: release } = Promise.withResolvers<void>()
    held = promise
    await clock.advance(4_500)
    await until('the set before is read', 2_000, () => reads.includes(version))
    const set = await change(setRatio(5))
    release()
    await until('it is read again', 2_000, () => reads.includes(set.version))
    await settle()
    expect([taken.slice(1), ratioNow()]).toEqual([[set.version], 5])
  })

  it('a refusal of the store is one', async () => {
    expect(await watcher.overrides.change(attempt, setRatio(-1))).toMatchObject({ problem: { code: 'OVERRIDE_VALUE_INVALID' } })
  })
})

describe('while the store is away', () => {
  it('a change holds here at once, is not asked for of a store that is known to be away, and is joined when it is back', async () => {
    await goAway()
    let asked = 0
    gate.onChange = () => (asked += 1)
    const set = await change(setRatio(5))
    expect(set).toMatchObject({ version: present.version + 1, nodeOnly: [{ node: 'node-a:8000', action: 'setOverride' }] })
    expect([asked, ratioNow(), taken.at(-1)]).toEqual([0, 5, set.version])
    await comeBack()
    expect(watcher.overrides.current()).toEqual(await gate.overrides.current())
    expect([ratioNow(), problems]).toEqual([5, []])
    expect(await trail()).toMatchObject([
      { actor: 'ann', action: 'setOverride', outcome: 'ACCEPTED', after: { value: 5, scope: 'NODE_ONLY', node: 'node-a:8000' } },
    ])
  })

  it('that goes away in the middle of a change, too', async () => {
    gate.awayBecause = 'no route'
    expect((await change(setRatio(5))).nodeOnly).toHaveLength(1)
    await comeBack()
    expect(ratioNow()).toBe(5)
  })

  it('each of several changes is joined in its order, with its author', async () => {
    await goAway()
    await change(setRatio(5))
    await change(setAllToOrigin, 'bob')
    await change(planLiftOverride({ kind: 'RATIO', reason: 'enough' }), 'cid')
    await comeBack()
    expect((await gate.overrides.current()).overrides).toMatchObject([{ kind: 'ALL_TO_ORIGIN', by: 'bob' }])
    expect((await trail()).map(({ actor, action, outcome }) => [actor, action, outcome])).toEqual([
      ['ann', 'setOverride', 'ACCEPTED'],
      ['bob', 'setOverride', 'ACCEPTED'],
      ['cid', 'liftOverride', 'ACCEPTED'],
    ])
  })

  it('a change that comes while the others are joined goes with them', async () => {
    await goAway()
    await change(setRatio(5))
    gate.awayBecause = undefined
    const joining = clock.advance(4_500)
    await change(setAllToOrigin, 'bob')
    await joining
    await comeBack()
    expect((await gate.overrides.current()).overrides).toMatchObject([{ kind: 'ALL_TO_ORIGIN' }, { kind: 'RATIO', value: 5 }])
    expect(watcher.overrides.current()).toEqual(await gate.overrides.current())
  })

  it('a change is in the file, from which a new process joins it', async () => {
    await goAway()
    const kept = await change(setRatio(5))
    await watcher.stop()
    await open(kept)
    await until('all is joined', 2_000, () => watcher.overrides.current()?.nodeOnly !== undefined)
    expect(ratioNow()).toBe(5)
    await comeBack()
    expect([ratioNow(), (await trail()).length]).toEqual([5, 1])
  })

  it('joining twice, as after a lost answer, changes and records nothing twice', async () => {
    await goAway()
    const { nodeOnly = [], version } = await change(setRatio(5))
    gate.awayBecause = undefined
    const [only] = nodeOnly
    if (only === undefined) throw new Error('nothing is to be joined')
    await gate.overrides.join(only, version)
    await comeBack()
    expect((await trail()).map(({ outcome }) => outcome)).toEqual(['ACCEPTED'])
    expect(ratioNow()).toBe(5)
  })

  it('the newer of two that disagree holds, and it is said which gave way', async () => {
    await goAway()
    await change(setRatio(5))
    gate.awayBecause = undefined
    await gate.overrides.change({ ...attempt, actor: 'bob', at: '2126-01-01T00:00:00.000Z' }, setRatio(6))
    await comeBack()
    expect(ratioNow()).toBe(6)
    expect((await trail()).map(({ actor, action }) => [actor, action])).toEqual([
      ['bob', 'setOverride'],
      ['ann', 'overrideConflict'],
      ['ann', 'setOverride'],
    ])
    expect(problems).toEqual([expect.stringMatching(/^overrides.RATIO, .*by ann, disagreed .*"value":6.*gave way: .*"value":5/)])
  })

  it.each([
    { what: 'a set', lateAt: '2025-12-31T23:59:30.000Z', holds: 5 },
    { what: 'a lift', lateAt: '2126-01-01T00:00:00.000Z', holds: undefined },
  ])('against a lift that was joined late, the later one holds: $what', async ({ lateAt, holds }) => {
    await goAway()
    const lifted = await change(planLiftOverride({ kind: 'RATIO', reason: 'by another node' }), 'bob')
    const [lift] = lifted.nodeOnly ?? []
    if (lift === undefined) throw new Error('nothing is to be joined')
    await watcher.stop()
    await open(present)
    await goAway()
    await change(setRatio(5))
    gate.awayBecause = undefined
    await gate.overrides.join({ ...lift, node: 'node-b:8000', attempt: { ...lift.attempt, at: lateAt } }, present.version)
    await comeBack()
    expect(ratioNow()).toBe(holds)
    expect((await trail()).map(({ action }) => action)).toContain('overrideConflict')
  })

  it('one that the store has no room for is dropped, recorded as refused, and said', async () => {
    await goAway()
    const { nodeOnly = [], ...set } = await change(setRatio(5))
    await watcher.stop()
    const tooLong = nodeOnly.map((one) => ({ ...one, idempotency: { key: 'taken', fingerprint: 'f' } }))
    gate.awayBecause = undefined
    await gate.overrides.change(attempt, { ...setAllToOrigin, idempotency: { key: 'taken', fingerprint: 'g' } })
    await open({ ...set, nodeOnly: tooLong })
    await until('it is dropped', 2_000, () => watcher.overrides.current()?.nodeOnly === undefined)
    expect(problems).toEqual([expect.stringContaining('was refused by the store')])
    expect(await trail()).toContainEqual(expect.objectContaining({ outcome: 'REFUSED', code: 'IDEMPOTENCY_KEY_REUSED' }))
  })

  it('a change that is refused is one without a record, which the caller hears of', async () => {
    await goAway()
    for (const refused of [setRatio(-1), planLiftOverride({ kind: 'ALL_TO_ORIGIN' })])
      expect(await watcher.overrides.change(attempt, refused)).toMatchObject({ ok: false, unrecorded: expect.any(Error) })
  })

  it('nothing is changed where neither store nor file tells what holds: the workers may hold what nobody knows', async () => {
    await watcher.stop()
    gate.awayBecause = 'no route'
    await open()
    await expect(watcher.overrides.change(attempt, setRatio(5))).rejects.toThrow('neither the store nor overrides.json tells')
    expect(taken).toEqual([])
  })

  it('a change that a store that answers does not take is said once, stays on top, and keeps no other from being followed', async () => {
    await goAway()
    await change(setAllToOrigin)
    await change(setRatio(5))
    gate.awayBecause = undefined
    gate.joinAwayBecause = (target) => (target === 'overrides.RATIO' ? 'the disk is full' : undefined)
    await gate.overrides.change({ ...ann, actor: 'bob' }, planSetOverride({ kind: 'ALL_TO_ORIGIN', reason: 'of bob' }))
    await until('the other one is joined', 2_000, async () => {
      await clock.advance(4_500)
      return watcher.overrides.current()?.nodeOnly?.length === 1
    })
    for (let look = 0; look < 3; look += 1) await clock.advance(4_500)
    expect(watcher.overrides.current()).toMatchObject({
      overrides: [
        { kind: 'ALL_TO_ORIGIN', reason: 'they burn' },
        { kind: 'RATIO', value: 5 },
      ],
      nodeOnly: [{ target: 'overrides.RATIO' }],
    })
    expect(problems.filter((problem) => problem.includes('could not be joined'))).toEqual([
      expect.stringContaining('the disk is full'),
    ])
    const versions = taken.length
    await clock.advance(4_500)
    expect(taken).toHaveLength(versions)
    gate.joinAwayBecause = () => undefined
    await comeBack()
    expect((await gate.overrides.current()).overrides).toMatchObject([{ reason: 'they burn' }, { value: 5 }])
  })
})
