import type { ApiToken } from '../../core/access/api-token.ts'
import type { ApiTokens } from '../../ports/api-tokens.ts'
import type { Clock } from '../../ports/clock.ts'
import { undecided, type Identify } from './authenticate.ts'
import { hashOfToken, isApiToken } from './new-token.ts'
import { API_TOKEN_PREFIX } from './reserved-names.ts'
import { knownRoles, type Viewer } from '../../core/access/roles.ts'

/** What the store said is believed for so long: within it, what other nodes revoked still works here. */
const FRESH_MS = 2_000
/** So long known tokens go on while the store is away: an operator has to be able to look at what is wrong. */
const GOES_ON_MS = 600_000
/** A known token waits no longer for the store to say so again. */
const PATIENCE_MS = 500
/** Between a try that failed and the next. */
const COOLDOWN_MS = 1_000
/** Tokens that hold connections open are looked at this often. */
const POLL_MS = 2_000
/** So often at most is it written that a token is used. */
const TOUCH_MS = 60_000

export type ApiTokenDirectory = {
  readonly identify: Identify
  /** Calls back once when the viewer's token is revoked, or can't be confirmed for too long. Returns how to stop watching. */
  onEnd(viewer: Viewer, end: () => void): () => void
  /** This token was revoked on this node, just now; or undefined: some other change was made here. */
  changed(revokedId: number | undefined): void
  /** Looks no more at the store on its own. */
  stop(): void
}

type Known = ApiToken & { readonly hash: string }

/**
 * All API tokens that can be used, in memory: there are a hundred at most. Asked for anew when they are too old, when a token is
 * not among them, and every now and then while a token holds a connection.
 */
export function openApiTokenDirectory(tokens: ApiTokens, clock: Clock): ApiTokenDirectory {
  let known: ReadonlyMap<string, Known> = new Map()
  let confirmedMonoMs = -Infinity
  let failedMonoMs = -Infinity
  let asking: { readonly sinceMonoMs: number; readonly over: Promise<boolean> } | undefined
  /** One up with every change of this node: what was read before is not to be believed then. */
  let changes = 0
  let touchedMonoMs: ReadonlyMap<number, number> = new Map()
  const watching = new Map<number, Set<() => void>>()
  let cancelPoll: (() => void) | undefined
  let stopped = false

  return {
    async identify(token, mayCheck) {
      if (!isApiToken(token)) return undefined
      const hash = hashOfToken(token)
      if (!known.has(hash) && !(await mayCheck())) return { kind: 'REFUSED' }
      const isSure = known.has(hash) || (await askFor(hash))
      if (ageMs() > FRESH_MS) await askPatiently()
      const found = known.get(hash)
      if (found !== undefined && ageMs() <= GOES_ON_MS) {
        if (found.expiresAt <= clock.nowIso()) return { kind: 'REFUSED' }
        touch(found.id)
        return { kind: 'KNOWN', viewer: viewerOf(found) }
      }
      return isSure && ageMs() <= FRESH_MS
        ? { kind: 'REFUSED' }
        : undecided('STORE_UNAVAILABLE', 'the config store, which knows the API tokens, did not answer; try again later')
    },
    onEnd({ apiTokenId }, end) {
      if (apiTokenId === undefined) return () => undefined
      const ends = watching.get(apiTokenId) ?? new Set()
      watching.set(apiTokenId, ends.add(end))
      // It may have been revoked between its authentication and now.
      if (!isKnown(apiTokenId)) clock.after(0, endLost)
      cancelPoll ??= clock.after(POLL_MS, () => void poll())
      return () => {
        ends.delete(end)
        if (ends.size === 0 && watching.get(apiTokenId) === ends) watching.delete(apiTokenId)
      }
    },
    changed(revokedId) {
      changes += 1
      known = new Map([...known].filter(([, { id }]) => id !== revokedId))
      endLost()
    },
    stop() {
      stopped = true
      cancelPoll?.()
    },
  }

  function ageMs(): number {
    return clock.nowMonoMs() - confirmedMonoMs
  }

  function isKnown(id: number): boolean {
    return [...known.values()].some((token) => token.id === id)
  }

  async function poll(): Promise<void> {
    await ask()
    endLost()
    cancelPoll = watching.size === 0 || stopped ? undefined : clock.after(POLL_MS, () => void poll())
  }

  function endLost(): void {
    for (const [id, ends] of watching) {
      if (isKnown(id) && ageMs() <= GOES_ON_MS) continue
      watching.delete(id)
      for (const end of ends) end()
    }
  }

  /** Whether the store has answered by now which tokens there are, as of this moment or later. */
  async function askFor(hash: string): Promise<boolean> {
    // What was asked before this token came may have been answered before it was made.
    const isEarlier = asking !== undefined
    const isAnswered = await ask()
    return isEarlier && isAnswered && !known.has(hash) ? ask() : isAnswered
  }

  /** One question for all who wait; false when there was no answer. Never rejects. */
  function ask(): Promise<boolean> {
    if (asking === undefined && clock.nowMonoMs() - failedMonoMs < COOLDOWN_MS) return Promise.resolve(false)
    asking ??= { sinceMonoMs: clock.nowMonoMs(), over: read().finally(() => (asking = undefined)) }
    return asking.over
  }

  async function askPatiently(): Promise<void> {
    const over = ask()
    const leftMs = PATIENCE_MS - (clock.nowMonoMs() - (asking?.sinceMonoMs ?? 0))
    if (asking === undefined || leftMs <= 0) return
    const { promise: tired, resolve } = Promise.withResolvers<void>()
    const cancel = clock.after(leftMs, resolve)
    await Promise.race([over, tired])
    cancel()
  }

  async function read(): Promise<boolean> {
    try {
      for (;;) {
        const startedMonoMs = clock.nowMonoMs()
        const changesBefore = changes
        const usable = await tokens.usableAt(clock.nowIso())
        if (changes !== changesBefore) continue // read again: a change was made here meanwhile
        known = new Map(usable.map((token) => [token.hash, token]))
        confirmedMonoMs = startedMonoMs
        touchedMonoMs = new Map([...touchedMonoMs].filter(([id]) => isKnown(id)))
        endLost()
        return true
      }
    } catch {
      failedMonoMs = clock.nowMonoMs() // the node agent says that the store is away
      return false
    }
  }

  /** Not in the request's way, and no fault of the request's when it fails. */
  function touch(id: number): void {
    const nowMonoMs = clock.nowMonoMs()
    if (nowMonoMs - (touchedMonoMs.get(id) ?? -Infinity) < TOUCH_MS) return
    touchedMonoMs = new Map([...touchedMonoMs, [id, nowMonoMs]])
    tokens.touch(id, clock.nowIso()).catch(() => undefined)
  }
}

function viewerOf({ id, name, roles, expiresAt }: ApiToken): Viewer {
  return { name: `${API_TOKEN_PREFIX}${name}`, roles: knownRoles(roles), expiresAt, apiTokenId: id }
}
