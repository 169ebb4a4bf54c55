import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { CanaryRevision } from '../../src/core/canary/canary.ts'
import { planEndCanary } from '../../src/core/change/plan-end-canary.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { openPrismaStoreVersions } from '../../src/adapters/prisma/store-versions.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { sealRevision, type ConfigRevision } from '../../src/core/config/revision.ts'
import { StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import type { OverrideStore } from '../../src/ports/override-store.ts'
import type { AskVersions, StoreVersions } from '../../src/ports/store-versions.ts'
import { configWith, headOf } from './config.ts'
import { emptyTables } from './empty-tables.ts'
import { openInbox } from './inbox.ts'
import { openMemoryDatabase } from './memory-database.ts'
import { settle } from './settle.ts'
import { planned, planner } from './planner.ts'

/** The store on a database in memory, behind a gate that a test may shut: for who asks what is live. */
export type GatedStore = {
  readonly store: ConfigStore
  readonly askVersions: AskVersions
  /** On the same database, behind the same gate. */
  readonly overrides: OverrideStore
  /** While set the store can't be asked, and this is why. */
  awayBecause: string | undefined
  /** The same for changes alone. */
  changeAwayBecause: string | undefined
  /** Why a node's own change of this subject can't be joined, while others can. */
  joinAwayBecause: (target: string) => string | undefined
  /** While set this is what the store says to be live, as one that was put back would. */
  liveInstead: ConfigRevision | undefined
  /** The same of its newest canary. */
  canaryInstead: CanaryRevision | undefined
  /** While set changes of overrides go by this time, as by a server's clock. */
  serverTime: string | undefined
  /** Called before each change of overrides. */
  onChange: () => void
  /** How often the versions were asked for so far, and documents read: of revisions, and of all overrides. */
  looks(): number
  reads(): number
  /** The newest that is or was a canary. */
  canary(): Promise<CanaryRevision | undefined>
  /** Resolves when the versions have been told so often, and whoever asked has gone on. */
  looked(times: number): Promise<void>
  /** From now on answers are held back, as they were when they were asked for, until the returned function is called. */
  hold(): () => void
  /** Makes the next revision live; it differs from the one before. */
  publish(change?: (sealed: ConfigRevision) => ConfigRevision): Promise<ConfigRevision>
  /** Takes back the canary that runs, if one does. */
  endCanary(): Promise<void>
  /** Forgets everything, the audit trail included. */
  empty(): Promise<void>
  /** All audit events, oldest first. */
  auditTrail(): Promise<readonly Record<string, unknown>[]>
  /** Does something to the database that no part of the program would do. */
  sql(statement: string): Promise<void>
  /** Opens the gate and counts from 0, for the next test. */
  reset(): void
  close(): Promise<void>
}

export async function openGatedStore(): Promise<GatedStore> {
  const database = await openMemoryDatabase()
  const behind = openPrismaConfigStore(database.client)
  const overridesBehind = openPrismaOverrideStore(database.client)
  const askBehind = openPrismaStoreVersions(database.client, systemClock, 'SERVER')
  let looks = 0
  let reads = 0
  /** What is being asked. */
  const pending = new Set<object>()
  let answered = openInbox<true>()
  let held = Promise.resolve()
  const gated: GatedStore = {
    awayBecause: undefined,
    liveInstead: undefined,
    canaryInstead: undefined,
    serverTime: undefined,
    onChange: () => undefined,
    changeAwayBecause: undefined,
    joinAwayBecause: () => undefined,
    overrides: {
      current: async () => read(() => overridesBehind.current()),
      change: async (by, plan) => {
        gated.onChange()
        return whenOpen(() => overridesBehind.change({ ...by, at: gated.serverTime ?? by.at }, plan))
      },
      async join(change, version) {
        const awayBecause = gated.joinAwayBecause(change.target)
        if (awayBecause !== undefined) throw new StoreUnavailable(awayBecause)
        return whenOpen(() => overridesBehind.join(change, version))
      },
    },
    store: {
      ...behind,
      async change(by, plan) {
        if (gated.changeAwayBecause !== undefined) throw new StoreUnavailable(gated.changeAwayBecause)
        return behind.change(by, plan)
      },
      live: () => whenOpen(async () => gated.liveInstead ?? (await behind.live())),
      revision: async (number) =>
        read(async () => {
          const instead = [gated.liveInstead, gated.canaryInstead?.revision].find((one) => one?.number === number)
          return instead ?? behind.revision(number)
        }),
    },
    async askVersions() {
      looks += 1
      const answers = answered
      try {
        const versions = await whenOpen(askBehind)
        const told = {
          ...versions,
          live: gated.liveInstead ? headOf(gated.liveInstead) : versions.live,
          canary: canaryVersion(versions),
        }
        await held
        return told
      } finally {
        answers.put(true)
      }
    },
    async canary() {
      const { canary } = await askBehind()
      const revision = canary && (await behind.revision(canary.canary.revision))
      return canary && revision && { canary: canary.canary, revision }
    },
    looks: () => looks,
    reads: () => reads,
    async looked(times) {
      await answered.nth(times)
      do await settle()
      while (pending.size > 0)
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
    empty: () => emptyTables(database.client),
    auditTrail: () => database.client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    sql: async (statement) => void (await database.client.$executeRawUnsafe(statement)),
    reset() {
      gated.awayBecause = undefined
      gated.liveInstead = undefined
      gated.canaryInstead = undefined
      gated.serverTime = undefined
      gated.onChange = () => undefined
      gated.changeAwayBecause = undefined
      gated.joinAwayBecause = () => undefined
      looks = 0
      reads = 0
      answered = openInbox()
      held = Promise.resolve()
    },
    close: () => database.close(),
  }
  return gated

  function read<T>(ask: () => Promise<T>): Promise<T> {
    reads += 1
    return whenOpen(ask)
  }

  async function whenOpen<T>(ask: () => Promise<T>): Promise<T> {
    if (gated.awayBecause !== undefined) throw new StoreUnavailable(gated.awayBecause)
    const asked = ask()
    pending.add(asked)
    return asked.finally(() => pending.delete(asked))
  }

  function canaryVersion({ canary }: StoreVersions): StoreVersions['canary'] {
    const instead = gated.canaryInstead
    return instead === undefined ? canary : { canary: instead.canary, head: headOf(instead.revision) }
  }
}

const unsealed = { publishedAt: '2026-01-01T00:00:00.000Z', author: 'ann', message: null, rollbackOf: null }
const attempt = { actor: 'ann', role: 'publisher', address: 'local', requestId: 'test', at: unsealed.publishedAt }
