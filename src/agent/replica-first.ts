import { isSameRevision } from '../core/config/revision-identity.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { ReplicaPresence, StoreReads } from '../ports/store-reads.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { StoreVersions } from '../ports/store-versions.ts'
import { isBehind, newestOf, noFloor, type Floor } from './is-behind.ts'
import { openReplicaProbe, PATIENCE_MS } from './replica-probe.ts'

export type ReplicaFirstParts = {
  readonly primary: StoreReads
  readonly replica: StoreReads
  readonly events: Pick<EventBus, 'onRevision' | 'onOverrides'>
  readonly clock: Clock
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
}

export type ReplicaFirst = {
  readonly reads: StoreReads
  /** Takes the version of overrides that this node has committed: no answer without them counts. */
  readonly hearCommit: (overridesVersion: number) => void
  readonly presence: () => ReplicaPresence
}

/** Pause between two looks for what was announced, which go on for `PATIENCE_MS`. */
const PAUSE_MS = 50
/** The primary is asked at least this often: what it has lost, a replica may still have. */
const PRIMARY_EVERY_MS = 10_000

/** `isRepeat`: something was told whose number is known already, so a canary has ended, or the store went back. */
type Heard = Floor & { readonly isRepeat: boolean }
const nothing: Heard = { ...noFloor, isRepeat: false }

/**
 * Reads from a replica what is certain to be no older than what this node knows, and all else from the primary. Only the primary may
 * say that the store went back, so an older revision of a replica that lags is never run over a newer one. Once it has gone back,
 * the replica is estranged: it may have what was lost, so it is left out until it says the same as the primary.
 */
export function openReplicaFirst({ primary, replica, events, clock, storeTime }: ReplicaFirstParts): ReplicaFirst {
  const probe = openReplicaProbe(replica.askVersions, clock)
  let known: StoreVersions | undefined
  let isOfReplica = false
  let heard = nothing
  let checkedMonoMs = 0
  events.onRevision((number) => {
    const isNew = known !== undefined && number > newestOf(known)
    heard = isNew ? { ...heard, revision: Math.max(number, heard.revision) } : { ...heard, isRepeat: true }
  })
  events.onOverrides((version) => {
    if (known !== undefined && version > known.overrides.version) hearCommit(version)
    else heard = { ...heard, isRepeat: true }
  })

  return { reads: { askVersions, revision, overrides }, hearCommit, presence: () => probe.presence(known?.live?.number) }

  function hearCommit(version: number): void {
    heard = { ...heard, overrides: Math.max(version, heard.overrides) }
  }

  async function askVersions(): Promise<StoreVersions> {
    const isDue = clock.nowMonoMs() - checkedMonoMs >= PRIMARY_EVERY_MS
    if (known !== undefined && !isDue && mayUse()) return (await askReplica(known)) ?? askPrimary()
    return askPrimary().finally(() => void probe.ask()) // whether it can be used the next time, and how far it is behind
  }

  async function askPrimary(): Promise<StoreVersions> {
    const before = heard
    const answer = await primary.askVersions()
    if (heard === before) heard = nothing
    checkedMonoMs = clock.nowMonoMs()
    probe.hearPrimary(answer, known !== undefined && isBehind(answer, known, noFloor))
    known = answer
    isOfReplica = false
    return answer
  }

  /** Undefined: the primary has to tell. */
  async function askReplica(before: StoreVersions): Promise<StoreVersions | undefined> {
    const isAwaited = heard !== nothing
    const endMonoMs = clock.nowMonoMs() + PATIENCE_MS
    let leftMs = PATIENCE_MS
    for (;;) {
      const answer = await probe.inTime(probe.ask(), leftMs)
      if (answer === undefined || !mayUse()) return undefined
      if (!isBehind(answer, before, heard)) return take(answer)
      leftMs = endMonoMs - clock.nowMonoMs() - PAUSE_MS
      if (!isAwaited || leftMs <= 0) return undefined
      await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve))
    }
  }

  function mayUse(): boolean {
    return probe.presence().isUsed && !heard.isRepeat
  }

  /** Leaves the replica's own time out: it may differ from the primary's, by which overrides end. */
  function take(answer: StoreVersions): StoreVersions {
    heard = nothing
    isOfReplica = true
    known = { ...answer, nowEpochMs: storeTime.nowEpochMs() }
    return known
  }

  /** Reads from the server that named it, if that still has it: behind one address may be several. */
  async function revision(number: number): ReturnType<StoreReads['revision']> {
    const found = isOfReplica ? await probe.inTime(replica.revision(number)) : undefined
    const { live, canary } = known ?? {}
    return [live, canary?.head].some((one) => isSameRevision(one, found)) ? found : primary.revision(number)
  }

  async function overrides(): ReturnType<StoreReads['overrides']> {
    const set = isOfReplica ? await probe.inTime(replica.overrides()) : undefined
    const isRecent = set !== undefined && set.version >= Math.max(known?.overrides.version ?? 0, heard.overrides)
    return isRecent ? set : primary.overrides()
  }
}
