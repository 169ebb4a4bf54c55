import { canaryKey, type CanaryRevision } from '../core/canary/canary.ts'
import { whyUnusable, type ConfigRevision } from '../core/config/revision.ts'
import { fileRemedy } from '../core/file-trouble.ts'
import { describeRevision, isSameRevision } from '../core/config/revision-identity.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { Refusal } from '../ports/worker-link.ts'
import { openLookLoop } from './look-loop.ts'

export type ConfigWatcherParts = {
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  readonly events: EventBus
  readonly clock: Clock
  readonly random: Random
  /** Another revision than before: a newer one, some may be skipped, or what a store that went back has instead. */
  readonly onRevision: (revision: ConfigRevision) => void
  /** The live revision can't be run here, and why; null when that is over. */
  readonly onRefused?: (refused: Refusal | null) => void
  /** A canary began or ended, on whichever node; what it is called with is in `canary()` before `onRevision` tells what is live. */
  readonly onCanary?: (canary: CanaryRevision | undefined) => void
  readonly onProblem: (message: string) => void
  /** The store, which was away, answers again. */
  readonly onStoreBack?: () => void
}

/** Follows the live revision: on a hint, and on a jittered poll. */
export type ConfigWatcher = {
  /** Looks once, in this order: store, snapshot. Resolves to whether there is a revision to run. */
  start(): Promise<boolean>
  stop(): void
  current(): ConfigRevision | undefined
  /** That is a snapshot, which may be old: the store has not said yet what is live. */
  isFallback(): boolean
  /** The newest that is or was a canary, as it was when `current` was read. */
  canary(): CanaryRevision | undefined
}

export function openConfigWatcher({
  store,
  snapshots,
  events,
  clock,
  random,
  onRevision,
  onRefused,
  onCanary,
  onProblem,
  onStoreBack,
}: ConfigWatcherParts): ConfigWatcher {
  let current: ConfigRevision | undefined
  let isFallback = false
  let canary: CanaryRevision | undefined
  /** The reasons that were told since the store was last there; none while it answers. */
  const awayBecause = new Set<string>()
  /** Why the live revision can't be run here, as it was told; told once, not at every look. */
  let refused: Refusal | null = null
  const loop = openLookLoop(clock, random, readStore)
  let unsubscribe = (): void => undefined

  return {
    async start() {
      // Whatever its number: after the store went back it may be lower, or that of the one which runs.
      unsubscribe = events.onRevision(() => void loop.look())
      await loop.look()
      await fallBack()
      return current !== undefined
    },
    stop() {
      unsubscribe()
      loop.stop()
    },
    current: () => current,
    isFallback: () => isFallback,
    canary: () => canary,
  }

  async function readStore(): Promise<void> {
    try {
      const newestCanary = await store.canary() // before the live one, so that one that is promoted meanwhile is never gone
      const live = await store.live()
      if (awayBecause.size > 0) onStoreBack?.()
      awayBecause.clear()
      // Not only a newer one: a database that was put back, or failed over without its last writes, decides as well.
      const isOther = live !== undefined && !isSameRevision(live, current)
      const isTaken = isOther && isUsable(live)
      if (isTaken) await keepSnapshot(live)
      const before = canary
      canary = newestCanary
      if (live !== undefined && (isTaken || !isOther)) isFallback = false
      if (isTaken) takeFromStore(live)
      else if (!isOther) refuse(null)
      if (stateOf(before) !== stateOf(canary)) onCanary?.(canary)
    } catch (error) {
      await fallBack().catch(() => undefined) // what the store said comes first; without a snapshot it goes on as it is
      const reason = error instanceof Error ? error.message : String(error)
      if (!awayBecause.has(reason)) onProblem(`the config store can't be asked: ${reason}; ${goingOn()}, and keeps trying`)
      awayBecause.add(reason)
    }
  }

  function goingOn(): string {
    if (current !== undefined) return `this node goes on with revision ${current.number}`
    return 'this node has no snapshot to start from, so it does not listen yet'
  }

  /** Where the store has given nothing yet. */
  async function fallBack(): Promise<void> {
    if (current !== undefined) return
    const snapshot = await snapshots.newest()
    if (snapshot === undefined || current !== undefined || !isUsable(snapshot)) return
    isFallback = true
    take(snapshot)
  }

  /** A full disk must not keep a revision from going live; publishing has already put it on this node's disk in most cases. */
  async function keepSnapshot(revision: ConfigRevision): Promise<void> {
    try {
      if (isBack(revision)) await snapshots.removeNewerThan(revision.number) // so that no worker starts from what the store lost
      await snapshots.write(revision)
    } catch (error) {
      onProblem(
        `revision ${revision.number} could not be kept as a snapshot: ${error instanceof Error ? error.message : String(error)}; ${fileRemedy(error)}`,
      )
    }
  }

  function isUsable(revision: ConfigRevision): boolean {
    const problem = whyUnusable(revision)
    if (problem === undefined) return true
    if (problem !== refused?.problem) onProblem(`${problem}; this node goes on with revision ${current?.number ?? 'none'}`)
    refuse({ revision: revision.number, sha256: revision.sha256, problem })
    return false
  }

  function refuse(refusal: Refusal | null): void {
    if (refusal?.problem === refused?.problem && refusal?.sha256 === refused?.sha256) return
    refused = refusal
    onRefused?.(refusal)
  }

  function takeFromStore(live: ConfigRevision): void {
    const before = current
    if (before !== undefined && isBack(live)) onProblem(wentBack(before, live))
    take(live)
    refuse(null)
  }

  /** Whether the store has lost what this node runs. */
  function isBack(live: ConfigRevision): boolean {
    return live.number <= (current?.number ?? 0)
  }

  function take(revision: ConfigRevision): void {
    current = revision
    onRevision(revision)
  }
}

function stateOf(known: CanaryRevision | undefined): string {
  return known === undefined ? '' : `${canaryKey(known)} ${known.canary.state}`
}

function wentBack(lost: ConfigRevision, live: ConfigRevision): string {
  return `the config store went back: ${describeRevision(lost)} is gone, ${describeRevision(live)} is live and this node follows; publish again what was lost, and if nobody restored or failed over the database, look at DATABASE_URL`
}
