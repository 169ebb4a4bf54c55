import { beforeEach, describe, expect, it } from 'vitest'
import { updateSettings } from '../../src/core/change/edits.ts'
import { parseIdempotency, type Idempotency } from '../../src/core/change/idempotency.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'
import { planDirectPublish, planPublish } from '../../src/core/change/plan-publish.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import { planSetOverride } from '../../src/core/change/plan-override.ts'
import type { PrismaClient } from '../../src/generated/prisma/client.ts'
import type { ConfigStore } from '../../src/ports/config-store.ts'
import type { OverrideStore } from '../../src/ports/override-store.ts'
import { configWith } from '../support/config.ts'
import { attempt } from './changes.ts'

/** What the suite needs of an adapter: empty stores on the same data for each test, and what the ports don't show. */
export type KeyedStores = {
  readonly config: ConfigStore
  /** A second one, as another process has it. */
  readonly other: ConfigStore
  readonly overrides: OverrideStore
  /** All audit events, oldest first. */
  auditTrail(): Promise<readonly Record<string, unknown>[]>
  /** As the owner of the tables. */
  readonly client: PrismaClient
}

export function idempotencyKeysContract(adapter: string, open: () => Promise<KeyedStores>): void {
  describe(`${adapter}: a change with an idempotency key`, () => {
    let under: KeyedStores
    beforeEach(async () => {
      under = await open()
      await under.config.change(attempt, planBootstrap(configWith()))
    })

    const outcomes = async () =>
      (await under.auditTrail()).slice(1).map(({ action, outcome, code }) => [action, outcome, code].join(' ').trim())

    it('makes nothing twice, and is told what the first one made, whatever was published since', async () => {
      const first = await under.config.change(attempt, setsRatio(3, 'k'))
      await under.config.change(attempt, setsRatio(4))
      const again = await under.other.change({ ...attempt, requestId: 'req-2' }, setsRatio(3, 'k'))
      expect(first).toMatchObject({ ok: true, value: { live: { number: 2 } } })
      expect(again).toMatchObject({
        ok: true,
        value: {
          live: { number: 3 },
          repeated: { revision: { number: 2, config: { settings: { ratio: 3 } } }, before: { number: 1 } },
        },
      })
      expect(await under.config.state()).toMatchObject({ lastNumber: 3, live: { config: { settings: { ratio: 4 } } } })
      expect(await outcomes()).toEqual(['put ACCEPTED', 'put ACCEPTED', 'put UNCHANGED'])
    })

    it('makes one revision of many at once, through two processes', async () => {
      const sent = Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? under.config : under.other).change(attempt, setsRatio(3, 'k')),
      )
      for (const told of await Promise.all(sent)) {
        const made = told.ok ? (told.value.repeated?.revision ?? told.value.live) : undefined
        expect(made?.number).toBe(2)
      }
      expect(await under.config.state()).toMatchObject({ lastNumber: 2 })
      expect((await outcomes()).filter((outcome) => outcome === 'put ACCEPTED')).toHaveLength(1)
    })

    it('is told what was live when the first one had nothing to do, and publishes no edit that came since', async () => {
      const publish = { ...planPublish(null, {}), idempotency: keyed('k', 'publish') }
      expect(await under.config.change(attempt, publish)).toMatchObject({ ok: true, value: { live: { number: 1 } } })
      await under.config.change(attempt, planEdit('updateSettings', 'settings', updateSettings({ ratio: 7 }), {}))
      expect(await under.config.change(attempt, publish)).toMatchObject({
        value: { repeated: { revision: { number: 1 }, before: { number: 1 } } },
      })
      expect(await under.config.state()).toMatchObject({ lastNumber: 1, workingCopy: { settings: { ratio: 7 } } })
    })

    it('is told of the canary that the first one began', async () => {
      const terms = {
        node: 'node-a:8000',
        workers: 1,
        seconds: 60,
        maxRefusedRatio: null,
        onTooFewRequests: 'TAKEN_BACK',
      } as const
      await under.config.change(attempt, planEdit('updateSettings', 'settings', updateSettings({ ratio: 7 }), {}))
      const publish = { ...planPublish(null, {}, terms), idempotency: keyed('k', 'publish') }
      expect(await under.config.change(attempt, publish)).toMatchObject({ value: { canary: { revision: { number: 2 } } } })
      expect(await under.config.change(attempt, publish)).toMatchObject({
        value: { live: { number: 1 }, repeated: { revision: { number: 2 }, before: { number: 1 } } },
      })
    })

    it('is refused when the key came with another request, of whichever store', async () => {
      const setRatio = planSetOverride({ kind: 'RATIO', value: 3, reason: 'it burns' })
      const refused = { ok: false, problem: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey', received: 'k' } }
      await under.config.change(attempt, setsRatio(3, 'k'))
      expect(await under.config.change(attempt, setsRatio(4, 'k'))).toMatchObject(refused)
      expect(await under.overrides.change(attempt, { ...setRatio, idempotency: keyed('k', 'setOverride') })).toMatchObject(
        refused,
      )
      expect(await under.config.state()).toMatchObject({ lastNumber: 2, overrides: { version: 0 } })
      expect(await outcomes()).toEqual([
        'put ACCEPTED',
        'put REFUSED IDEMPOTENCY_KEY_REUSED',
        'setOverride REFUSED IDEMPOTENCY_KEY_REUSED',
      ])
    })

    it('sets an override once: lifted since, it stays lifted', async () => {
      const planner = planSetOverride({ kind: 'RATIO', value: 3, reason: 'it burns' })
      const setRatio = { ...planner, idempotency: keyed('k', 'setOverride') }
      await under.overrides.change(attempt, setRatio)
      await under.overrides.change(attempt, planSetOverride({ kind: 'RATIO', value: 4, reason: 'it burns' }))
      expect(await under.overrides.change(attempt, setRatio)).toEqual({
        ok: true,
        before: { set: await under.overrides.current(), live: await under.config.live() },
        value: await under.overrides.current(),
      })
      expect(await under.overrides.current()).toMatchObject({ version: 2, overrides: [{ value: 4 }] })
      expect(await outcomes()).toEqual(['setOverride ACCEPTED', 'setOverride ACCEPTED', 'setOverride UNCHANGED'])
    })

    it('has a key of its own: another actor may have the same', async () => {
      await under.config.change(attempt, setsRatio(3, 'k'))
      const others = await under.config.change({ ...attempt, actor: 'bob' }, setsRatio(4, 'k'))
      expect(others).toMatchObject({ ok: true, value: { live: { number: 3 } } })
    })

    it('that was refused has not used its key up', async () => {
      expect(await under.config.change(attempt, setsRatio(-1, 'k'))).toMatchObject({ problem: { code: 'RATIO_INVALID' } })
      expect(await under.config.change(attempt, setsRatio(3, 'k'))).toMatchObject({ ok: true, value: { live: { number: 2 } } })
    })

    it('is forgotten after a day, by the clock of the database', async () => {
      await under.config.change(attempt, setsRatio(3, 'k'))
      await under.config.change(attempt, setsRatio(4))
      await under.client.$executeRaw`UPDATE idempotency_key SET at = at - interval '23 hours 59 minutes'`
      expect(await under.config.change(attempt, setsRatio(3, 'k'))).toMatchObject({ value: { live: { number: 3 } } })
      await under.client.$executeRaw`UPDATE idempotency_key SET at = at - interval '1 minute'`
      expect(await under.config.change(attempt, setsRatio(3, 'k'))).toMatchObject({ value: { live: { number: 4 } } })
      expect(await under.client.idempotencyKey.count()).toBe(1)
    })

    it('is one of the last 1,000 that are kept of its actor', async () => {
      await under.client.$executeRaw`
        INSERT INTO idempotency_key (actor, key, fingerprint, at)
        SELECT 'ann', 'old-' || n, 'x', now() - n * interval '1 second' FROM generate_series(1, 1000) AS n`
      await under.config.change(attempt, setsRatio(3, 'k'))
      await under.config.change({ ...attempt, actor: 'bob' }, setsRatio(4, 'k'))
      const kept = await under.client.idempotencyKey.findMany({ where: { actor: 'ann' }, select: { key: true } })
      expect(kept).toHaveLength(1_000)
      expect(kept.map(({ key }) => key)).not.toContain('old-1000')
    })
  })
}

function keyed(key: string, action: string, input: object = {}): Idempotency | undefined {
  const parsed = parseIdempotency(key, { action, input })
  return parsed.ok ? parsed.value : undefined
}

/** Publishes at once. */
function setsRatio(ratio: number, key?: string) {
  const planner = planDirectPublish('put', updateSettings({ ratio }), null, {})
  return key === undefined ? planner : { ...planner, idempotency: keyed(key, 'put', { ratio }) }
}
