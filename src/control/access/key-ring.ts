import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import type { Clock } from '../../ports/clock.ts'
import type { KeySource } from '../../ports/key-source.ts'

/** Older keys are fetched anew before a token is checked: so long may a withdrawn key still work. */
const FRESH_MS = 300_000
/**
 * The last good keys work this long while the source is away. Few providers issue tokens that live longer, so nearly all of them
 * have expired by then.
 */
const USABLE_MS = 3_600_000
/** Shortest time between two fetches, so that tokens with random key ids cause no more. */
const COOLDOWN_MS = 10_000

export type KeyRingParts = {
  readonly source: KeySource
  readonly clock: Clock
  /** Called once when the source goes away, with the reason, and once with undefined when it is back. */
  readonly onAway: (reason: string | undefined) => void
}

/** A token cannot be checked, since its keys are away. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

type Held = { readonly find: ReturnType<typeof createLocalJWKSet>; readonly fetchedMonoMs: number }

/**
 * Finds the public key that a token's header asks for among the keys of one source. An unknown key id leads to a fetch at once,
 * so a rotation is followed. Rejects with KeysUnavailable, or with jose's own error when there is no such key.
 */
export function openKeyRing({ source, clock, onAway }: KeyRingParts): JWTVerifyGetKey {
  let held: Held | undefined
  let underWay: Promise<void> | undefined
  let triedMonoMs = -Infinity
  let isAway = false

  return async (header, token) => {
    if (ageMs() > FRESH_MS) await fetchAnew()
    const { find } = requireKeys()
    try {
      return await find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await fetchAnew()
      // The key may be a new one that could not be fetched.
      if (isAway) throw new KeysUnavailable('the key of this token is not known, and the key set is away', { cause: error })
      return requireKeys().find(header, token)
    }
  }

  function ageMs(): number {
    return held === undefined ? Infinity : clock.nowMonoMs() - held.fetchedMonoMs
  }

  function requireKeys(): Held {
    if (held === undefined || ageMs() > USABLE_MS) throw new KeysUnavailable('the key set is away')
    return held
  }

  /** Fetches once for all who wait, and not within the cooldown of the last fetch. */
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
