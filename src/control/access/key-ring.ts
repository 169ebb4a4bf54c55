import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import type { Clock } from '../../ports/clock.ts'
import type { KeySource } from '../../ports/key-source.ts'

/** Older keys are asked for anew before a token is checked: so long a key that was withdrawn may go on. */
const FRESH_MS = 300_000
/**
 * So long the last good keys go on while the source is away. Few providers issue tokens that live longer, so by then nearly all
 * of them have run out anyway.
 */
const USABLE_MS = 3_600_000
/** Between two fetches, whatever comes: tokens that name keys at random cause no more. */
const COOLDOWN_MS = 10_000

export type KeyRingParts = {
  readonly source: KeySource
  readonly clock: Clock
  /** Called once when the source goes away, with the reason, and once with undefined when it is back. */
  readonly onAway: (reason: string | undefined) => void
}

/** Nobody can say whether a token is good: its keys are away. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

type Held = { readonly find: ReturnType<typeof createLocalJWKSet>; readonly fetchedMonoMs: number }

/**
 * Finds the public key that a token's header asks for, among those of one source. Keys are kept and fetched anew; a key id that
 * they don't have leads to a fetch at once, so a rotation is followed. Rejects with KeysUnavailable, or with jose's own error when
 * there is no such key.
 */
export function openKeyRing({ source, clock, onAway }: KeyRingParts): JWTVerifyGetKey {
  let held: Held | undefined
  let underWay: Promise<void> | undefined
  let triedMonoMs = -Infinity
  let isAway = false

  return async (header, token) => {
    if (ageMs() > FRESH_MS) await fetchAnew()
    const { find } = usable()
    try {
      return await find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await fetchAnew()
      // The key may be one of those that could not be had.
      if (isAway) throw new KeysUnavailable('the key of this token is not known, and the key set is away', { cause: error })
      return usable().find(header, token)
    }
  }

  function ageMs(): number {
    return held === undefined ? Infinity : clock.nowMonoMs() - held.fetchedMonoMs
  }

  function usable(): Held {
    if (held === undefined || ageMs() > USABLE_MS) throw new KeysUnavailable('the key set is away')
    return held
  }

  /** One fetch for all who wait, and none within the cooldown of the last. */
  function fetchAnew(): Promise<void> {
    if (underWay === undefined && clock.nowMonoMs() - triedMonoMs < COOLDOWN_MS) return Promise.resolve()
    underWay ??= fetchNow().finally(() => (underWay = undefined))
    return underWay
  }

  async function fetchNow(): Promise<void> {
    triedMonoMs = clock.nowMonoMs()
    try {
      const keys = await source.fetch()
      held = { find: createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0]), fetchedMonoMs: clock.nowMonoMs() }
      if (isAway) onAway(undefined)
      isAway = false
    } catch (error) {
      if (!isAway) onAway(error instanceof Error ? error.message : String(error))
      isAway = true
    }
  }
}
