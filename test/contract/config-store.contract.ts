import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { sha256Of } from '../../src/core/config/canonical.ts'
import { deleteCdn, inSequence, updateSettings, upsertCdn, upsertOriginCluster, type Edit } from '../../src/core/config/edits.ts'
import { planBootstrap, planEdit, planPublish, planRecovery, type Planner } from '../../src/core/config/lifecycle.ts'
import { ok } from '../../src/core/result.ts'
import { StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import * as arbitrary from '../core/arbitraries.ts'
import { configWith, revisionWith } from '../support/config.ts'
import { attempt, increment } from './changes.ts'
import { planned, planner } from '../support/planner.ts'

/** What the suite needs of an adapter: an empty store for each test, and what the port doesn't show. */
export type StoreUnderTest = {
  readonly store: ConfigStore
  /** A second one on the same data, as another process has it. */
  readonly other: ConfigStore
  /** All audit events, oldest first. */
  auditTrail(): Promise<readonly Record<string, unknown>[]>
  close(): Promise<void>
}

export function configStoreContract(adapter: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${adapter} as ConfigStore`, () => {
    let under: StoreUnderTest
    let store: ConfigStore

    beforeEach(async () => {
      under = await open()
      store = under.store
    })
    afterEach(() => under.close())

    const edit = (change: Edit) => store.change(attempt, planEdit('edit', 'target', change, {}))

    it('answers that an empty store holds no revision, and the default settings', async () => {
      expect(await store.live()).toBeUndefined()
      const workingCopy = { cdns: [], originClusters: [], settings: { ratio: 10, redirectStatus: 302 } }
      expect(await store.state()).toEqual({ version: 0, workingCopy, live: undefined })
      expect(await under.auditTrail()).toEqual([])
    })

    it('counts each edit of the working copy, and nothing that leaves it as it is', async () => {
      expect(await edit(upsertCdn({ key: 'a', baseUrl: 'a.example.com' }))).toMatchObject({ ok: true, value: { version: 1 } })
      expect(await edit(upsertCdn({ key: 'a', weight: 7 }))).toMatchObject({ ok: true, value: { version: 2 } })
      expect(await edit(upsertCdn({ key: 'a', weight: 7 }))).toMatchObject({ ok: true, value: { version: 2 } })
      expect(await store.state()).toMatchObject({ version: 2, workingCopy: { cdns: [{ key: 'a', weight: 7 }] } })
    })

    it('returns from a change what the next reader sees', async () => {
      const changes: readonly Planner[] = [
        planBootstrap(configWith({ cdns: [{ key: 'b' }, { key: 'a' }] })),
        planEdit('edit', 'cdns.a', deleteCdn('a'), {}),
        planPublish('without a', {}),
      ]
      for (const plan of changes) expect(await store.change(attempt, plan)).toEqual(ok(await under.other.state()))
    })

    it('makes what was published the live revision, with its document as it was hashed', async () => {
      const config = configWith({ cdns: [{ key: 'zz' }, { key: 'a', name: 'naïve ☂ 𝄞' }], ratio: 3 })
      await store.change(attempt, planBootstrap(config))
      const live = await under.other.live()
      expect(live).toMatchObject({ number: 1, author: 'ann', parent: null, publishedAt: attempt.at, config })
      expect(live?.sha256).toBe(sha256Of(live?.config))
    })

    it('keeps every revision under its number', async () => {
      expect(await store.revision(1)).toBeUndefined()
      await store.change(attempt, planBootstrap(configWith()))
      const first = await store.live()
      await edit(updateSettings({ ratio: 20 }))
      await store.change(attempt, planPublish(null, {}))
      expect(await under.other.revision(1)).toEqual(first)
      expect(await under.other.revision(2)).toEqual(await store.live())
      expect([await store.revision(3), await store.revision(0), await store.revision(-1)]).toEqual([
        undefined,
        undefined,
        undefined,
      ])
    })

    it('keeps any configuration as it is', async () => {
      const property = fc.asyncProperty(arbitrary.config, async (config) => {
        await store.change(
          attempt,
          planner((state) => planned({ workingCopy: config, revision: revisionWith({ number: next(state) }) })),
        )
        expect((await store.state()).workingCopy).toEqual(config)
      })
      await fc.assert(property, { numRuns: 40, seed: 1_488 })
    })

    it('keeps lists sorted by code unit, whatever the database thinks of "-"', async () => {
      await edit(inSequence(['b', 'a-b', 'ab', 'a1', 'a'].map((key) => upsertCdn({ key, baseUrl: 'example.com' }))))
      expect((await store.state()).workingCopy.cdns.map(({ key }) => key)).toEqual(['a', 'a-b', 'a1', 'ab', 'b'])
    })

    it('lets two origin clusters swap their suffixes in one change', async () => {
      await edit(inSequence(['one', 'two'].map((key) => upsertOriginCluster({ key, hostSuffix: key }))))
      const swapped = [
        upsertOriginCluster({ key: 'one', hostSuffix: 'tmp' }),
        upsertOriginCluster({ key: 'two', hostSuffix: 'one' }),
      ]
      await edit(inSequence([...swapped, upsertOriginCluster({ key: 'one', hostSuffix: 'two' })]))
      expect((await store.state()).workingCopy.originClusters).toMatchObject([{ hostSuffix: 'two' }, { hostSuffix: 'one' }])
    })

    it('replaces hundreds of CDNs and origin clusters at once', async () => {
      const large = (weight: number) => {
        const keys = Array.from({ length: 300 }, (_, index) => `k${index}`)
        return configWith({
          cdns: keys.map((key) => ({ key, weight })),
          originClusters: keys.map((key) => ({ hostSuffix: key, ports: [weight] })),
        })
      }
      for (const weight of [1, 2])
        await store.change(
          attempt,
          planner((state) => planned({ workingCopy: large(weight), revision: revisionWith({ number: next(state) }) })),
        )
      expect((await store.state()).workingCopy).toEqual(large(2))
    })

    it('changes nothing when the planner has a problem, and returns it as it is', async () => {
      await store.change(attempt, planBootstrap(configWith()))
      const before = await store.state()
      expect(await edit(deleteCdn('nobody'))).toMatchObject({ ok: false, problem: { code: 'NOT_FOUND' } })
      expect(await store.change(attempt, planPublish(null, { expectedRevision: 7 }))).toMatchObject({
        problem: { code: 'STALE_REVISION' },
      })
      expect(await store.state()).toEqual(before)
      expect(await under.auditTrail()).toHaveLength(1)
    })

    it('changes nothing when the planner throws, passes the error on, and goes on working', async () => {
      const bug = new TypeError('a bug in the planner')
      await expect(
        store.change(
          attempt,
          planner(() => {
            throw bug
          }),
        ),
      ).rejects.toBe(bug)
      expect(await store.state()).toMatchObject({ version: 0, live: undefined })
      expect(await store.change(attempt, increment)).toMatchObject({ ok: true, value: { version: 1 } })
    })

    it('records who, when, what was and what is, with the number of the revision', async () => {
      await store.change(attempt, planBootstrap(configWith()))
      await edit(updateSettings({ ratio: 20 }))
      const by = {
        actor: 'ann',
        role: 'publisher',
        address: '192.0.2.7',
        requestId: 'req-1',
        at: new Date(attempt.at),
        outcome: 'ACCEPTED',
      }
      expect(await under.auditTrail()).toMatchObject([
        { ...by, action: 'bootstrap', target: 'revisions.1', before: null, after: 1, revision: 1 },
        {
          ...by,
          action: 'edit',
          target: 'target',
          before: { 'settings.ratio': 10 },
          after: { 'settings.ratio': 20 },
          revision: null,
        },
      ])
    })

    it('keeps all of a change or nothing: a revision number that is taken undoes the edit and its audit event', async () => {
      await store.change(attempt, planBootstrap(configWith()))
      const before = await store.state()
      const clash = planner(() =>
        planned({ workingCopy: configWith({ ratio: 99 }), revision: revisionWith({ number: 1, ratio: 99 }) }),
      )
      await expect(store.change(attempt, clash)).rejects.toBeInstanceOf(StoreUnavailable)
      expect(await store.state()).toEqual(before)
      expect(await under.auditTrail()).toHaveLength(1)
    })

    it('inserts a recovered revision with its own number, author and time', async () => {
      const snapshot = revisionWith({ number: 41, ratio: 5 })
      await store.change(attempt, planRecovery(snapshot))
      expect(await store.live()).toEqual(snapshot)
      expect(await under.auditTrail()).toMatchObject([{ action: 'RECOVERED', revision: 41 }])
    })

    it('takes a text that no database can hold, with the odd characters replaced', async () => {
      const odd = 'a \0 and half \ud800 of a pair'
      await store.change({ ...attempt, actor: odd, requestId: odd }, planBootstrap(configWith()))
      const even = 'a \ufffd and half \ufffd of a pair'
      expect(await store.live()).toMatchObject({ number: 1, author: even })
      expect((await under.auditTrail())[0]).toMatchObject({ actor: even, requestId: even })
    })

    it('loses no update when many change at once, through two stores', async () => {
      const changes = Array.from({ length: 25 }, (_, index) => (index % 2 === 0 ? store : under.other).change(attempt, increment))
      const versions = (await Promise.all(changes)).map((result) => (result.ok ? result.value.version : undefined))
      expect(versions.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
      expect(await store.state()).toMatchObject({ version: 25, workingCopy: { settings: { ratio: 35 } } })
      expect(await under.auditTrail()).toHaveLength(25)
    })

    it('lets one publish win when many expect the same live revision', async () => {
      await store.change(attempt, planBootstrap(configWith()))
      await edit(updateSettings({ ratio: 20 }))
      const race = [store, under.other, store, under.other].map((by) =>
        by.change(attempt, planPublish(null, { expectedRevision: 1 })),
      )
      const codes = (await Promise.all(race)).map((result) => (result.ok ? 'published' : result.problem.code))
      expect(codes.toSorted()).toEqual(['STALE_REVISION', 'STALE_REVISION', 'STALE_REVISION', 'published'])
      expect(await store.live()).toMatchObject({ number: 2 })
    })

    it('shows a reader one moment, never half of a change', async () => {
      const changes = Array.from({ length: 30 }, () => store.change(attempt, increment))
      const states = await Promise.all(Array.from({ length: 60 }, () => under.other.state()))
      for (const { version, workingCopy } of states) expect(workingCopy.settings.ratio).toBe(10 + version)
      await Promise.all(changes)
    })
  })
}

function next({ live }: { readonly live: { readonly number: number } | undefined }): number {
  return (live?.number ?? 0) + 1
}
