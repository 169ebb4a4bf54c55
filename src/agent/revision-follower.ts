import { canaryKey, type CanaryRevision } from '../core/canary/canary.ts'
import { whyUnusable, type ConfigRevision, type RevisionHead } from '../core/config/revision.ts'
import { fileRemedy } from '../core/file-trouble.ts'
import { describeRevision, isSameRevision } from '../core/config/revision-identity.ts'
import type { RefusedRevision } from '../core/orders/orders.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { RevisionCache } from '../ports/revision-cache.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { StoreVersions } from '../ports/store-versions.ts'

export type RevisionFollowerParts = {
  readonly store: Pick<ConfigStore, 'revision'>
  /** Undefined: there is none. */
  readonly revisionCache: RevisionCache | undefined
  readonly snapshots: SnapshotStore
  /** Called with another revision than before: a newer one (some may be skipped), or an older one after the store went back. */
  readonly onRevision: (revision: ConfigRevision) => void
  /** Called with the reason why the live revision can't be run here; null when that is over. */
  readonly onRefused: (refused: RefusedRevision | null) => void
  /** Called when a canary began or ended, on any node: after `canary()` has changed, before `onRevision`. */
  readonly onCanary: (canary: CanaryRevision | undefined) => void
  readonly onProblem: (message: string) => void
}

/** Follows the live revision and the newest canary. */
export type RevisionFollower = {
  /** Reads the documents that the store has and this node lacks. Rejects when the store does. */
  follow(versions: Pick<StoreVersions, 'live' | 'canary'>): Promise<void>
  /** Takes the newest snapshot if the store has given nothing yet. */
  fallBack(): Promise<void>
  current(): ConfigRevision | undefined
  /** Whether `current` is a snapshot, which may be old: the store has not yet named the live revision. */
  isFallback(): boolean
  /** The newest canary, running or ended, as it was when `current` was read. */
  canary(): CanaryRevision | undefined
}

export function openRevisionFollower(parts: RevisionFollowerParts): RevisionFollower {
  const { snapshots, onRevision, onRefused, onCanary, onProblem } = parts
  let current: ConfigRevision | undefined
  let isFallback = false
  let canary: CanaryRevision | undefined
  /** Last reason why the live revision can't be run here, kept to tell it once. */
  let refused: RefusedRevision | null = null

  return { follow, fallBack, current: () => current, isFallback: () => isFallback, canary: () => canary }

  async function follow(versions: Pick<StoreVersions, 'live' | 'canary'>): Promise<void> {
    const newestCanary = versions.canary && (await readCanary(versions.canary))
    const live = versions.live && (await revisionOf(versions.live))
    // The store has changed since it was asked: the next look reads it.
    if (live?.number !== versions.live?.number || newestCanary?.canary !== versions.canary?.canary) return
    // An older revision counts, too: the database may have been restored, or failed over without its last writes.
    const isOther = live !== undefined && !isSameRevision(live, current)
    const isTaken = isOther && isUsable(live)
    if (isTaken) await keepSnapshot(snapshots, live, isBack(live), onProblem)
    const before = canary
    canary = newestCanary
    if (live !== undefined && (isTaken || !isOther)) isFallback = false
    if (isTaken) {
      if (current !== undefined && isBack(live)) onProblem(describeLoss(current, live))
      take(live)
    }
    if (isTaken || !isOther) refuse(null)
    if (stateOf(before) !== stateOf(canary)) onCanary(canary)
  }

  async function readCanary({ canary: newest, head }: CanaryVersion): Promise<CanaryRevision | undefined> {
    const revision = await revisionOf(head)
    return revision && { canary: newest, revision }
  }

  /** Reads a revision that is unknown; a known one never changes. */
  async function revisionOf(wanted: RevisionHead): Promise<ConfigRevision | undefined> {
    const known = [current, canary?.revision].find((one) => isSameRevision(one, wanted))
    return known ?? readRevision(parts, wanted)
  }

  async function fallBack(): Promise<void> {
    if (current !== undefined) return
    const snapshot = await snapshots.newest()
    if (snapshot === undefined || current !== undefined || !isUsable(snapshot)) return
    isFallback = true
    take(snapshot)
  }

  function isUsable(revision: ConfigRevision): boolean {
    const problem = whyUnusable(revision)
    if (problem === undefined) return true
    if (problem !== refused?.problem) onProblem(`${problem}; this node goes on with revision ${current?.number ?? 'none'}`)
    refuse({ revision: revision.number, sha256: revision.sha256, problem, as: 'LIVE' })
    return false
  }

  function refuse(refusal: RefusedRevision | null): void {
    if (refusal?.problem === refused?.problem && refusal?.sha256 === refused?.sha256) return
    refused = refusal
    onRefused(refusal)
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

/**
 * Reads a revision: its configuration from the cache, else all of it from the store, and keeps that for other nodes. Undefined: the
 * store has another one by now, or none.
 */
async function readRevision(
  { store, revisionCache }: Pick<RevisionFollowerParts, 'store' | 'revisionCache'>,
  wanted: RevisionHead,
): Promise<ConfigRevision | undefined> {
  const config = await revisionCache?.read(wanted)
  if (config !== undefined) return { ...wanted, config }
  const found = await store.revision(wanted.number)
  if (found === undefined || !isSameRevision(found, wanted)) return undefined
  revisionCache?.keep(found)
  return found
}

type CanaryVersion = NonNullable<StoreVersions['canary']>

function stateOf(known: CanaryRevision | undefined): string {
  return known === undefined ? '' : `${canaryKey(known)} ${known.canary.state}`
}

function describeLoss(lost: ConfigRevision, live: ConfigRevision): string {
  return `the config store went back: ${describeRevision(lost)} is gone, ${describeRevision(live)} is live and this node follows; publish again what was lost, and if nobody restored or failed over the database, look at DATABASE_URL`
}

/**
 * Keeps a snapshot, if the disk allows it: a full disk must not keep a revision from going live. Most publishes have written it
 * already.
 */
async function keepSnapshot(
  snapshots: SnapshotStore,
  revision: ConfigRevision,
  isBack: boolean,
  onProblem: (message: string) => void,
): Promise<void> {
  try {
    if (isBack) await snapshots.removeNewerThan(revision.number) // no worker shall start from a lost revision
    await snapshots.write(revision)
  } catch (error) {
    onProblem(
      `revision ${revision.number} could not be kept as a snapshot: ${error instanceof Error ? error.message : String(error)}; ${fileRemedy(error)}`,
    )
  }
}
