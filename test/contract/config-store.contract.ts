import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { planEndCanary, takeCanaryBack } from '../../src/core/change/plan-end-canary.ts'
import { sha256Of } from '../../src/core/config/canonical.ts'
import { deleteEntry, inSequence, updateSettings, upsertEntry, type Edit } from '../../src/core/change/edits.ts'
import type { ConfigPlanner } from '../../src/core/change/config-change.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'
import { planPublish } from '../../src/core/change/plan-publish.ts'
import { planRollback } from '../../src/core/change/plan-rollback.ts'
import { planBootstrap, planRecovery } from '../../src/core/change/plan-start.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import type { PrismaClient } from '../../src/generated/prisma/client.ts'
import { StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import type { AskVersions } from '../../src/ports/store-versions.ts'
import * as arbitrary from '../core/arbitraries.ts'
import { configWith, headOf, revisionWith } from '../support/config.ts'
import { attempt, increment } from './changes.ts'
import { planned, planner } from '../support/planner.ts'

/** What the suite needs of an adapter: an empty store for each test, and what the port doesn't show. */
export type StoreUnderTest = {
  readonly store: ConfigStore
  /** A second one on the same data, as another process has it. */
  readonly other: ConfigStore
  readonly askVersions: AskVersions
  /** All audit events, oldest first. */
  auditTrail(): Promise<readonly Record<string, unknown>[]>
  /** As the owner of the tables. */
  readonly client: PrismaClient
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
      expect(await store.state()).toEqual({
        version: 0,
        workingCopy,
        live: undefined,
        canary: undefined,
        lastNumber: 0,
        overrides: noOverrides,
      })
      expect(await under.auditTrail()).toEqual([])
    })

    it('counts each edit of the working copy, and nothing that leaves it as it is', async () => {
      expect(await edit(upsertEntry('cdns', { key: 'a', baseUrl: 'a.example.com' }))).toMatchObject({
        ok: true,
        value: { version: 1 },
      })
      expect(await edit(upsertEntry('cdns', { key: 'a', weight: 7 }))).toMatchObject({ ok: true, value: { version: 2 } })
      expect(await edit(upsertEntry('cdns', { key: 'a', weight: 7 }))).toMatchObject({ ok: true, value: { version: 2 } })
      expect(await store.state()).toMatchObject({ version: 2, workingCopy: { cdns: [{ key: 'a', weight: 7 }] } })
    })

    it('returns from a change what it was decided on, and what the next reader sees', async () => {
      const changes: readonly ConfigPlanner[] = [
        planBootstrap(configWith({ cdns: [{ key: 'b' }, { key: 'a' }] })),
        planEdit('edit', 'cdns.a', deleteEntry('cdns', 'a'), {}),
        planPublish('without a', {}),
      ]
      for (const plan of changes) {
        const before = await under.other.state()
        expect(await store.change(attempt, plan)).toEqual({ ok: true, before, value: await under.other.state() })
      }
    })

    it('changes nothing and is StoreUnavailable when the database refuses the COMMIT', async () => {
      await edit(upsertEntry('cdns', { key: 'a', baseUrl: 'a.example.com' }))
      await under.client
        .$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'`
      await under.client.$executeRaw`
        CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()`
      const refusal = await edit(upsertEntry('cdns', { key: 'a', weight: 7 })).catch((error: unknown) => error)
      await under.client.$executeRaw`DROP FUNCTION refuse CASCADE`
      expect(refusal).toBeInstanceOf(StoreUnavailable)
      expect(await store.state()).toMatchObject({ version: 1 })
      expect(await under.auditTrail()).toHaveLength(1)
    })

    it('makes what was published the live revision, with its document as it was hashed', async () => {
      const config = configWith({ cdns: [{ key: 'zz' }, { key: 'a', name: 'naïve ☂ 𝄞' }], ratio: 3 })
      await store.change(attempt, planBootstrap(config))
      const live = await under.other.live()
      expect(live).toMatchObject({ number: 1, author: 'ann', parent: null, publishedAt: attempt.at, config })
      expect(live?.sha256).toBe(sha256Of(live?.config))
    })

    it('tells with the versions all of the live revision but its configuration', async () => {
      expect((await under.askVersions()).live).toBeUndefined()
      await store.change({ ...attempt, at: '2026-02-03T04:05:06.070Z' }, planBootstrap(configWith()))
      await edit(updateSettings({ ratio: 20 }))
      for (const made of [planPublish('why', {}), planRollback(1, await store.revision(1), null, {})]) {
        const live = await store.live()
        expect((await under.askVersions()).live).toEqual(live && headOf(live))
        expect(await store.change({ ...attempt, at: '2026-02-03T04:05:06.789Z' }, made)).toMatchObject({ ok: true })
      }
      const back = await store.live()
      expect(back).toMatchObject({ number: 3, rollbackOf: 1 })
      expect((await under.askVersions()).live).toEqual(back && headOf(back))
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
    }, 60_000)

    it('keeps lists sorted by code unit, whatever the database thinks of "-"', async () => {
      await edit(inSequence(['b', 'a-b', 'ab', 'a1', 'a'].map((key) => upsertEntry('cdns', { key, baseUrl: 'example.com' }))))
      expect((await store.state()).workingCopy.cdns.map(({ key }) => key)).toEqual(['a', 'a-b', 'a1', 'ab', 'b'])
    })

    it('lets two origin clusters swap their suffixes in one change', async () => {
      await edit(inSequence(['one', 'two'].map((key) => upsertEntry('originClusters', { key, hostSuffix: key }))))
      const swapped = [
        upsertEntry('originClusters', { key: 'one', hostSuffix: 'tmp' }),
        upsertEntry('originClusters', { key: 'two', hostSuffix: 'one' }),
      ]
      await edit(inSequence([...swapped, upsertEntry('originClusters', { key: 'one', hostSuffix: 'two' })]))
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
      expect(await edit(deleteEntry('cdns', 'nobody'))).toMatchObject({ ok: false, problem: { code: 'NOT_FOUND' } })
      expect(await store.change(attempt, planPublish(null, { expectedRevision: 7 }))).toMatchObject({
        problem: { code: 'STALE_REVISION' },
      })
      expect(await store.state()).toEqual(before)
    })

    it('records an attempt that was refused, and one that found nothing to do, each once', async () => {
      await store.change(attempt, planBootstrap(configWith()))
      await edit(deleteEntry('cdns', 'nobody'))
      await store.change(attempt, planPublish(null, { expectedRevision: 7 }))
      await store.change(attempt, planPublish(null, {}))
      await edit(updateSettings({ ratio: 10 }))
      const empty = { before: null, after: null, revision: null }
      const nothing = { ...by, ...empty, outcome: 'UNCHANGED', code: null, message: null, field: null }
      expect(await under.auditTrail()).toEqual([
        expect.objectContaining({ action: 'bootstrap', outcome: 'ACCEPTED', code: null, message: null, field: null }),
        expect.objectContaining({ ...by, ...empty, action: 'edit', target: 'target', outcome: 'REFUSED', ...notFound }),
        expect.objectContaining({ ...by, ...empty, action: 'publish', outcome: 'REFUSED', ...stale }),
        expect.objectContaining({ ...nothing, action: 'publish', target: 'revisions' }),
        expect.objectContaining({ ...nothing, action: 'edit', target: 'target' }),
      ])
    })

    it('records an attempt that came to no planner', async () => {
      const refusal = { code: 'FORBIDDEN', message: 'the role publisher is needed', field: 'input' }
      await store.record(attempt, { action: 'publish', target: 'revisions', refusal })
      await store.record(attempt, { action: 'many', target: '-', refusal: { code: 'X', message: 'y' }, after: { total: 3 } })
      expect(await under.auditTrail()).toMatchObject([
        {
          ...by,
          action: 'publish',
          target: 'revisions',
          outcome: 'REFUSED',
          ...refusal,
          before: null,
          after: null,
          revision: null,
        },
        { ...by, action: 'many', target: '-', outcome: 'REFUSED', code: 'X', message: 'y', field: null, after: { total: 3 } },
      ])
      expect(await store.state()).toMatchObject({ version: 0, live: undefined })
    })

    it('keeps of what a caller sent no more than has room', async () => {
      const long = `${'x'.repeat(999)}\ud83d\ude00`
      const refusal = { code: long, message: long.repeat(600), field: long }
      await store.record(
        { ...attempt, actor: long, requestId: long },
        { action: 'a', target: long, refusal, after: long.repeat(99) },
      )
      const [kept = {}] = await under.auditTrail()
      const texts = Object.values(kept).filter((value) => typeof value === 'string')
      expect(Math.max(...texts.map((text) => text.length))).toBe(500)
      expect(kept).toMatchObject({ message: expect.stringMatching(/x…$/), after: { truncated: true } })
    })

    it('has as many audit events as there were attempts, whatever came of them, in any order and at once', async () => {
      const attempts: readonly (() => Promise<unknown>)[] = [
        () => store.change(attempt, planBootstrap(configWith())),
        () => under.other.change(attempt, increment),
        () => edit(updateSettings({ ratio: 10 })),
        () => edit(updateSettings({ ratio: -1 })),
        () => edit(deleteEntry('cdns', 'nobody')),
        () => store.change(attempt, planPublish(null, {})),
        () => under.other.change(attempt, planPublish(null, { expectedRevision: 1 })),
        () => store.record(attempt, { action: 'a', target: 'b', refusal: { code: 'FORBIDDEN', message: 'no' } }),
      ]
      let expected = 0
      const sequences = fc.array(fc.constantFrom(...attempts), { minLength: 1, maxLength: 12 })
      const property = fc.asyncProperty(sequences, fc.boolean(), async (sequence, isAtOnce) => {
        if (isAtOnce) await Promise.all(sequence.map((tryIt) => tryIt()))
        else for (const tryIt of sequence) await tryIt()
        expected += sequence.length
        const trail = await under.auditTrail()
        expect(trail).toHaveLength(expected)
      })
      await fc.assert(property, { numRuns: 8, seed: 2_013 })
      const { version, live } = await store.state()
      const accepted = (await under.auditTrail()).filter(({ outcome }) => outcome === 'ACCEPTED')
      expect(accepted.filter(({ revision }) => revision !== null)).toHaveLength(live?.number ?? 0)
      expect(accepted.filter(({ action }) => action === 'updateSettings' || action === 'edit')).toHaveLength(version - 1)
    }, 30_000)

    it.each(['audit_event', 'config_revision'])('never changes a row of %s, nor removes one', async (table) => {
      await store.change(attempt, planBootstrap(configWith()))
      const before = [await under.auditTrail(), await store.live()]
      const column = table === 'audit_event' ? 'actor' : 'author'
      const statements = [
        `UPDATE ${table} SET ${column} = 'bob'`,
        `UPDATE ${table} SET ${column} = 'bob' WHERE false`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]
      for (const statement of statements) {
        const refusal = `${statement.split(' ')[0]} is refused: what ${table} holds is written once and never changed`
        await expect(under.client.$executeRawUnsafe(statement), statement).rejects.toThrow(refusal)
      }
      expect([await under.auditTrail(), await store.live()]).toEqual(before)
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

    describe('a canary', () => {
      const terms = {
        node: 'node-a:8000',
        workers: 2,
        seconds: 60,
        maxRefusedRatio: 0.25,
        onTooFewRequests: 'TAKEN_BACK',
      } as const
      const begun = { revision: 2, ...terms, startedAt: attempt.at, state: 'RUNNING', reason: null, endedAt: null }

      beforeEach(async () => {
        await store.change(attempt, planBootstrap(configWith()))
        await edit(updateSettings({ ratio: 20 }))
        const before = await under.other.state()
        expect(await store.change(attempt, planPublish('try', {}, terms))).toEqual({
          ok: true,
          before,
          value: await under.other.state(),
        })
      })

      it('is kept with its revision, which is not live; with what is before it, it goes on', async () => {
        const revision = await store.revision(2)
        expect(revision).toMatchObject({ number: 2, parent: 1, message: 'try', config: configWith({ ratio: 20 }) })
        expect((await under.askVersions()).canary).toEqual({ canary: begun, head: revision && headOf(revision) })
        expect(await under.other.live()).toMatchObject({ number: 1 })
        expect(await store.state()).toMatchObject({ live: { number: 1 }, canary: { canary: begun, revision }, lastNumber: 2 })
        await edit(updateSettings({ ratio: 30 }))
        expect((await under.askVersions()).canary).toMatchObject({ canary: begun })
      })

      it.each([
        { outcome: 'PROMOTED', action: 'canaryPromoted', live: 2, published: 2 },
        { outcome: 'TAKEN_BACK', action: 'canaryTakenBack', live: 1, published: null },
      ] as const)(
        'that is $outcome leaves revision $live live, and is known on',
        async ({ outcome, action, live, published }) => {
          const before = await under.other.state()
          const ended = await store.change(attempt, planEndCanary(2, outcome, 'because'))
          expect(ended).toEqual({ ok: true, before, value: await under.other.state() })
          expect(await under.other.state()).toMatchObject({ live: { number: live }, canary: undefined, lastNumber: 2 })
          expect([await under.other.live(), await store.revision(2)]).toMatchObject([{ number: live }, { number: 2 }])
          const canary = { ...begun, state: outcome, reason: 'because', endedAt: attempt.at }
          expect((await under.askVersions()).canary).toMatchObject({ canary })
          expect((await under.auditTrail()).at(-1)).toMatchObject({ action, target: 'revisions.2', revision: published })
          await edit(updateSettings({ ratio: 30 }))
          expect(await store.change(attempt, planPublish(null, {}))).toMatchObject({
            value: { live: { number: 3, parent: live } },
          })
        },
      )

      it('is taken back and another revision made live in one change, recorded as both; of several the newest is known', async () => {
        const rollback = planRollback(1, await store.revision(1), null, {})
        await edit(updateSettings({ ratio: 20 }))
        await store.change(attempt, takeCanaryBack(rollback, 'rolled back'))
        expect(await store.state()).toMatchObject({ live: { number: 1 }, canary: undefined, workingCopy: configWith() })
        expect((await under.auditTrail()).slice(-2)).toMatchObject([
          { action: 'canaryTakenBack', target: 'revisions.2', revision: null },
          { action: 'rollback', revision: null },
        ])
        await edit(updateSettings({ ratio: 40 }))
        await store.change(attempt, planPublish(null, {}, terms))
        expect((await under.askVersions()).canary).toMatchObject({ canary: { revision: 3, state: 'RUNNING' } })
      })

      it('is begun and ended once, however many want to, through two stores', async () => {
        const endings = Array.from({ length: 6 }, (_, index) =>
          (index % 2 === 0 ? store : under.other).change(
            attempt,
            planEndCanary(2, index % 3 === 0 ? 'PROMOTED' : 'TAKEN_BACK', 'why'),
          ),
        )
        const codes = (await Promise.all(endings)).map((result) => (result.ok ? 'OK' : result.problem.code))
        expect(codes.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'CANARY_NOT_RUNNING'), 'OK'])
      })
    })

    it('knows of no canary where there was none', async () => {
      expect((await under.askVersions()).canary).toBeUndefined()
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

const by = { actor: 'ann', role: 'publisher', address: '192.0.2.7', requestId: 'req-1', at: new Date(attempt.at) }
const notFound = { code: 'NOT_FOUND', message: expect.stringContaining('"nobody"'), field: 'key' }
const stale = { code: 'STALE_REVISION', message: expect.stringContaining('received 7'), field: 'expectedRevision' }

function next({ live }: { readonly live: { readonly number: number } | undefined }): number {
  return (live?.number ?? 0) + 1
}
