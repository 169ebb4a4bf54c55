import type { Clock } from '../ports/clock.ts'
import type { ReplicaPresence } from '../ports/store-reads.ts'
import type { AskVersions, StoreVersions } from '../ports/store-versions.ts'
import { saysSame } from './is-behind.ts'
import { openReplicaLag } from './replica-lag.ts'

/** Longest wait for an answer of the replica. */
export const PATIENCE_MS = 500
/** A replica that lags longer is not read from until it has caught up. */
const MAX_LAG_MS = 2_000

/** Asks a replica, and knows from its answers whether it can be read from. */
export type ReplicaProbe = {
  /** Takes an answer of the primary. `hasGoneBack`: it lacks something that was known. */
  readonly hearPrimary: (answer: StoreVersions, hasGoneBack: boolean) => void
  /** Asks for the versions, once at a time. Resolves to undefined when it fails. */
  readonly ask: () => Promise<StoreVersions | undefined>
  /** Resolves to undefined when the replica fails, or takes longer. It counts as away from `PATIENCE_MS`, which is the default, on. */
  readonly inTime: <T>(asked: Promise<T>, withinMs?: number) => Promise<T | undefined>
  readonly presence: (liveNumber?: number) => ReplicaPresence
}

export function openReplicaProbe(askVersions: AskVersions, clock: Clock): ReplicaProbe {
  const lag = openReplicaLag(clock)
  let asking: Promise<StoreVersions | undefined> | undefined
  let lastNumber = 0
  let answeredMonoMs = clock.nowMonoMs()
  let awayBecause: string | undefined = 'no answer yet'
  let ofPrimary: StoreVersions | undefined
  let isEstranged = false

  return { ask, inTime, presence, hearPrimary }

  function hearPrimary(answer: StoreVersions, hasGoneBack: boolean): void {
    lag.hearPrimary(answer.logPosition)
    ofPrimary = answer
    isEstranged ||= hasGoneBack
  }

  function ask(): Promise<StoreVersions | undefined> {
    asking ??= askVersions()
      .then(hear, failBy)
      .finally(() => (asking = undefined))
    return asking
  }

  function hear(answer: StoreVersions): StoreVersions {
    awayBecause = undefined
    answeredMonoMs = clock.nowMonoMs()
    lag.hearReplica(answer.logPosition)
    lastNumber = answer.live?.number ?? 0
    if (ofPrimary !== undefined && saysSame(answer, ofPrimary)) isEstranged = false
    return answer
  }

  function inTime<T>(asked: Promise<T>, withinMs = PATIENCE_MS): Promise<T | undefined> {
    return new Promise((resolve) => {
      const giveUp = (): undefined =>
        withinMs < PATIENCE_MS ? undefined : failBy(new Error(`no answer within ${PATIENCE_MS / 1_000} s`))
      const cancel = clock.after(withinMs, () => resolve(giveUp()))
      void asked.then(resolve, (error: unknown) => resolve(failBy(error))).finally(cancel)
    })
  }

  function failBy(error: unknown): undefined {
    awayBecause = error instanceof Error ? error.message : String(error)
  }

  function presence(liveNumber = 0): ReplicaPresence {
    const silentMs = awayBecause === undefined ? 0 : clock.nowMonoMs() - answeredMonoMs
    const isUsed = awayBecause === undefined && !isEstranged && lag.ms() <= MAX_LAG_MS
    const revisionsBehind = Math.max(0, liveNumber - lastNumber)
    return { isUsed, isEstranged, awayBecause, lagMs: Math.max(lag.ms(), silentMs), revisionsBehind }
  }
}
