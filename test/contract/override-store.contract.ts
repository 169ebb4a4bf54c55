import { beforeEach, describe, expect, it } from 'vitest'
import { changeAlone } from '../../src/core/change/node-overrides.ts'
import { planEndCanary } from '../../src/core/change/plan-end-canary.ts'
import { upsertEntry } from '../../src/core/change/edits.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'
import { planPublish } from '../../src/core/change/plan-publish.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import {
  planExpiry,
  planLiftOverride,
  planOverrideRecovery,
  planSetOverride,
  type OverridePlanner,
} from '../../src/core/change/plan-override.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import type { ConfigStore } from '../../src/ports/config-store.ts'
import type { OverrideStore } from '../../src/ports/override-store.ts'
import { configWith } from '../support/config.ts'
import { overrideWith } from '../support/overrides.ts'
import { attempt, increment } from './changes.ts'

/** What the suite needs of an adapter: an empty store for each test, and what the port doesn't show. */
export type OverrideStoreUnderTest = {
  readonly store: OverrideStore
  /** A second one on the same data, as another process has it. */
  readonly other: OverrideStore
  /** The configuration on the same data. */
  readonly config: ConfigStore
  /** All audit events, oldest first. */
  auditTrail(): Promise<readonly Record<string, unknown>[]>
}

const reason = 'it burns'
const terms = { node: 'node-a:8000', workers: 2, seconds: 60, maxRefusedRatio: null, onTooFewRequests: 'TAKEN_BACK' } as const
const setRatio = (value: number) => planSetOverride({ kind: 'RATIO', value, reason })

export function overrideStoreContract(adapter: string, open: () => Promise<OverrideStoreUnderTest>): void {
  describe(`${adapter} as OverrideStore`, () => {
    let under: OverrideStoreUnderTest
    let store: OverrideStore

    beforeEach(async () => {
      under = await open()
      store = under.store
    })

    it('answers that an empty store holds none', async () => {
      expect(await store.current()).toEqual(noOverrides)
    })

    it('keeps every kind as it was set, counts each change, and returns what the next reader sees', async () => {
      await under.config.change(attempt, planBootstrap(configWith({ cdns: [{ key: 'a' }, { key: 'a-b' }] })))
      const until = '2026-11-25T00:00:00.000Z'
      const planners: readonly OverridePlanner[] = [
        planSetOverride({ kind: 'WEIGHT', target: 'a-b', value: 7, reason: 'naïve ☂ 𝄞', until }),
        planSetOverride({ kind: 'ADMIN_STATE', target: 'a', value: 'DOWN', reason }),
        setRatio(0),
        planSetOverride({ kind: 'ALL_TO_CDN', target: 'a', reason }),
        planSetOverride({ kind: 'ALL_TO_ORIGIN', reason }),
      ]
      for (const [index, planner] of planners.entries()) {
        const before = { set: await under.other.current(), live: await under.config.live() }
        const changed = await store.change(attempt, planner)
        expect(changed).toEqual({ ok: true, before, value: await under.other.current() })
        expect(changed).toMatchObject({ value: { version: index + 1 } })
      }
      const by = { by: 'ann', at: attempt.at, until: null, reason }
      expect(await under.other.current()).toEqual({
        version: 5,
        overrides: [
          { ...by, kind: 'ADMIN_STATE', target: 'a', value: 'DOWN' },
          { ...by, kind: 'ALL_TO_ORIGIN', target: null, value: null },
          { ...by, kind: 'RATIO', target: null, value: 0 },
          { ...by, kind: 'WEIGHT', target: 'a-b', value: 7, reason: 'naïve ☂ 𝄞', until },
        ],
      })
    })

    it('counts nothing that changes nothing, and nothing that is refused', async () => {
      await store.change(attempt, setRatio(3))
      const before = await store.current()
      expect(await store.change(attempt, setRatio(3))).toEqual({
        ok: true,
        before: { set: before, live: undefined },
        value: before,
      })
      expect(await store.change(attempt, setRatio(-3))).toMatchObject({ problem: { code: 'OVERRIDE_VALUE_INVALID' } })
      expect(await store.change(attempt, planLiftOverride({ kind: 'ALL_TO_ORIGIN' }))).toMatchObject({
        problem: { code: 'NOT_FOUND' },
      })
      expect(await store.current()).toEqual(before)
      expect((await under.auditTrail()).map(({ action, outcome, code }) => [action, outcome, code])).toEqual([
        ['setOverride', 'ACCEPTED', null],
        ['setOverride', 'UNCHANGED', null],
        ['setOverride', 'REFUSED', 'OVERRIDE_VALUE_INVALID'],
        ['liftOverride', 'REFUSED', 'NOT_FOUND'],
      ])
    })

    it('records who, when, what was and what is', async () => {
      await store.change(attempt, setRatio(3))
      await store.change(attempt, planLiftOverride({ kind: 'RATIO', reason: 'back' }))
      const set = { kind: 'RATIO', target: null, value: 3, reason, until: null, by: 'ann', at: attempt.at }
      const by = { actor: 'ann', address: '192.0.2.7', at: new Date(attempt.at), outcome: 'ACCEPTED', revision: null }
      expect(await under.auditTrail()).toMatchObject([
        { ...by, action: 'setOverride', target: 'overrides.RATIO', before: null, after: set },
        { ...by, action: 'liftOverride', target: 'overrides.RATIO', before: set, after: { reason: 'back' } },
      ])
    })

    it('drops what has ended once, with one record of each, though many try at the same time', async () => {
      const until = '2026-11-24T12:40:00.000Z'
      await store.change(attempt, planSetOverride({ kind: 'RATIO', value: 3, reason, until }))
      await store.change(attempt, planSetOverride({ kind: 'ALL_TO_ORIGIN', reason, until }))
      const late = { ...attempt, actor: 'sluice', at: until }
      await Promise.all([store, under.other, store, under.other].map((by) => by.change(late, planExpiry)))
      expect(await store.current()).toEqual({ version: 3, overrides: [] })
      expect((await under.auditTrail()).slice(2).map(({ actor, action, target }) => [actor, action, target])).toEqual([
        ['sluice', 'overrideExpired', 'overrides.ALL_TO_ORIGIN'],
        ['sluice', 'overrideExpired', 'overrides.RATIO'],
      ])
    })

    it('joins a change that a node made alone, once, under a version above that of the node, and records it as made by its author', async () => {
      await store.change(attempt, setRatio(3))
      const set = await store.current()
      const alone = changeAlone('node-a:8000', { set, live: undefined }, { ...attempt, actor: 'bob' }, setRatio(5))
      const change = alone.ok ? alone.value.nodeOnly?.[0] : undefined
      if (change === undefined) throw new Error('there is no change')
      const joined = await store.join(change, 40)
      expect(joined).toMatchObject({ value: { set: { version: 41, overrides: [{ value: 5, by: 'bob' }] }, conflict: undefined } })
      expect(await under.other.join(change, 40)).toMatchObject({ ok: true, value: { set: await store.current() } })
      expect((await under.auditTrail()).slice(1)).toMatchObject([
        {
          actor: 'bob',
          action: 'setOverride',
          outcome: 'ACCEPTED',
          after: { value: 5, scope: 'NODE_ONLY', node: 'node-a:8000' },
        },
      ])
    })

    it.each([
      { kind: 'ALL_TO_ORIGIN', target: undefined, value: undefined },
      { kind: 'RATIO', target: undefined, value: 5 },
      { kind: 'ADMIN_STATE', target: 'a', value: 'DOWN' },
    ] as const)('tells a change of $kind that a node made alone who lifted what it replaces, and when', async (request) => {
      await under.config.change(attempt, planBootstrap(configWith({ cdns: [{ key: 'a' }] })))
      const live = await under.config.live()
      await store.change(attempt, planSetOverride({ ...request, reason }))
      const set = await store.current()
      const later = { ...attempt, at: '2026-11-25T00:00:00.000Z' }
      const alone = changeAlone('node-a:8000', { set, live }, later, planSetOverride({ ...request, reason: 'alone' }))
      const change = alone.ok ? alone.value.nodeOnly?.[0] : undefined
      if (change === undefined) throw new Error('there is no change')
      const latest = { ...attempt, actor: 'bob', at: '2026-11-26T00:00:00.000Z' }
      await store.change(latest, planLiftOverride(request))
      expect(await store.join(change, set.version)).toMatchObject({
        value: {
          set: { overrides: [] },
          conflict: { after: { lifted: true, by: 'bob', at: latest.at }, before: { reason: 'alone' } },
        },
      })
    })

    it('takes back a set that it has lost, under its own version', async () => {
      const kept = { version: 41, overrides: [overrideWith({ kind: 'RATIO', target: null, value: 3 })] }
      expect(await store.change(attempt, planOverrideRecovery(kept))).toEqual({
        ok: true,
        before: { set: noOverrides, live: undefined },
        value: kept,
      })
      expect(await under.other.current()).toEqual(kept)
      expect(await store.change(attempt, setRatio(4))).toMatchObject({ value: { version: 42 } })
    })

    it('stands beside the configuration: no change of one touches the other, and its planners see the overrides', async () => {
      await under.config.change(attempt, planBootstrap(configWith()))
      await store.change(attempt, setRatio(3))
      const before = await under.config.state()
      expect(before.overrides).toEqual(await store.current())
      await under.config.change(attempt, increment)
      expect(await store.current()).toEqual(before.overrides)
      await store.change(attempt, setRatio(4))
      expect(await under.config.state()).toMatchObject({ version: before.version + 1, live: before.live })
    })

    it('knows the CDNs of what is live, not those of a canary, whether it runs or was taken back', async () => {
      const setWeight = planSetOverride({ kind: 'WEIGHT', target: 'new', value: 7, reason })
      const refused = { ok: false, problem: { code: 'UNKNOWN_REFERENCE' } }
      await under.config.change(attempt, planBootstrap(configWith()))
      const edit = planEdit('upsertCdn', 'cdns.new', upsertEntry('cdns', { key: 'new', baseUrl: 'new.example.com' }), {})
      for (const [number, outcome] of [[2, 'TAKEN_BACK'] as const, [3, 'PROMOTED'] as const]) {
        await under.config.change(attempt, edit)
        await under.config.change(attempt, planPublish(null, {}, terms))
        expect(await store.change(attempt, setWeight)).toMatchObject(refused)
        await under.config.change(attempt, planEndCanary(number, outcome, 'because'))
        expect(await store.change(attempt, setWeight)).toMatchObject(outcome === 'PROMOTED' ? { ok: true } : refused)
      }
    })

    it('loses no change when many are made at once, of both, through two stores', async () => {
      await under.config.change(attempt, planBootstrap(configWith()))
      const changes = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? store : under.other).change(attempt, setRatio(index)),
      )
      const edits = Array.from({ length: 5 }, () => under.config.change(attempt, increment))
      const versions = (await Promise.all(changes)).map((result) => (result.ok ? result.value.version : 0))
      await Promise.all(edits)
      expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
      expect(await under.config.state()).toMatchObject({ version: 6, overrides: { version: 20 } })
      expect(await under.auditTrail()).toHaveLength(26)
    })

    it('changes nothing when the planner throws, and passes the error on', async () => {
      const bug = new TypeError('a bug in the planner')
      const plan = (): never => {
        throw bug
      }
      await expect(store.change(attempt, { action: 'test', target: 'all', plan })).rejects.toBe(bug)
      expect(await store.current()).toEqual(noOverrides)
    })
  })
}
