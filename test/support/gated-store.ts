import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { CanaryRevision } from '../../src/core/canary/canary.ts'
import { planEndCanary } from '../../src/core/change/plan-end-canary.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { sealRevision, type ConfigRevision } from '../../src/core/config/revision.ts'
import { StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import type { OverrideStore } from '../../src/ports/override-store.ts'
import { configWith } from './config.ts'
import { openInbox } from './inbox.ts'
import { openMemoryDatabase } from './memory-database.ts'
import { settle } from './settle.ts'
import { planned, planner } from './planner.ts'

/** The store on a database in memory, behind a gate that a test may shut: for who asks for the live revision. */
export type GatedStore = {
  readonly store: ConfigStore
  /** On the same database, behind the same gate. */
  readonly overrides: OverrideStore
  /** While set the store can't be asked, and this is why. */
  awayBecause: string | undefined
  /** The same for changes alone. */
  changeAwayBecause: string | undefined
  /** While set this is what the store says to be live, as one that was put back would. */
  liveInstead: ConfigRevision | undefined
  /** The same of its newest canary. */
  canaryInstead: CanaryRevision | undefined
  /** While set changes of overrides go by this time, as by a server's clock. */
  serverTime: string | undefined
  /** Called before each change of overrides. */
  onChange: () => void
  /** How often the live revision was asked for so far. */
  looks(): number
  /** Resolves when it has been answered so often, and whoever asked has gone on. */
  looked(times: number): Promise<void>
  /** From now on answers are held back, as they were when they were asked for, until the returned function is called. */
  hold(): () => void
  /** Makes the next revision live; it differs from the one before. */
  publish(change?: (sealed: ConfigRevision) => ConfigRevision): Promise<ConfigRevision>
  /** Takes back the canary that runs, if one does. */
  endCanary(): Promise<void>
  /** Opens the gate and counts from 0, for the next test. */
  reset(): void
  close(): Promise<void>
}

export async function openGatedStore(): Promise<GatedStore> {
  const database = await openMemoryDatabase()
  const behind = openPrismaConfigStore(database.client)
  const overridesBehind = openPrismaOverrideStore(database.client)
  let looks = 0
  let answered = openInbox<true>()
  let held = Promise.resolve()
  const gated: GatedStore = {
    awayBecause: undefined,
    liveInstead: undefined,
    canaryInstead: undefined,
    serverTime: undefined,
    onChange: () => undefined,
    changeAwayBecause: undefined,
    overrides: {
      current: async () => whenOpen(() => overridesBehind.current()),
      change: async (by, plan) => {
        gated.onChange()
        return whenOpen(() => overridesBehind.change({ ...by, at: gated.serverTime ?? by.at }, plan))
      },
    },
    store: {
      ...behind,
      async change(by, plan) {
        if (gated.changeAwayBecause !== undefined) throw new StoreUnavailable(gated.changeAwayBecause)
        return behind.change(by, plan)
      },
      canary: async () => gated.canaryInstead ?? (await behind.canary()),
      async live() {
        looks += 1
        const answers = answered
        try {
          if (gated.awayBecause !== undefined) throw new StoreUnavailable(gated.awayBecause)
          const live = gated.liveInstead ?? (await behind.live())
          await held
          return live
        } finally {
          answers.put(true)
        }
      },
    },
    looks: () => looks,
    async looked(times) {
      await answered.nth(times)
      await settle()
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    async publish(change = (sealed) => sealed) {
      const number = (await behind.state()).lastNumber + 1
      const revision = change(
        sealRevision({ ...unsealed, number, parent: number - 1 || null, config: configWith({ ratio: number }) }),
      )
      const changed = await behind.change(
        attempt,
        planner(() => planned({ workingCopy: revision.config, revision })),
      )
      if (!changed.ok) throw new Error(changed.problem.code)
      return revision
    },
    async endCanary() {
      const { canary } = await behind.state()
      if (canary !== undefined) await behind.change(attempt, planEndCanary(canary.revision.number, 'TAKEN_BACK', 'test'))
    },
    reset() {
      gated.awayBecause = undefined
      gated.liveInstead = undefined
      gated.canaryInstead = undefined
      gated.serverTime = undefined
      gated.onChange = () => undefined
      gated.changeAwayBecause = undefined
      looks = 0
      answered = openInbox()
      held = Promise.resolve()
    },
    close: () => database.close(),
  }
  return gated

  function whenOpen<T>(ask: () => Promise<T>): Promise<T> {
    return gated.awayBecause === undefined ? ask() : Promise.reject(new StoreUnavailable(gated.awayBecause))
  }
}

const unsealed = { publishedAt: '2026-01-01T00:00:00.000Z', author: 'ann', message: null, rollbackOf: null }
const attempt = { actor: 'ann', role: 'publisher', address: 'local', requestId: 'test', at: unsealed.publishedAt }
