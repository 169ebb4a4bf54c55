import type { ApiToken } from '../../core/access/api-token.ts'
import type { ApiTokens } from '../../ports/api-tokens.ts'
import type { Clock } from '../../ports/clock.ts'
import { leaveUndecided, type Identify } from './authenticate.ts'
import { hashOfToken, isApiToken } from './new-token.ts'
import { API_TOKEN_PREFIX } from './reserved-names.ts'
import type { Viewer } from '../../core/access/roles.ts'
import { openSharedQuestion } from './shared-question.ts'

/** Age up to which an answer of the store is believed. Tokens that other nodes revoked still work here meanwhile. */
const FRESH_MS = 2_000
/** Known tokens work this long while the store is away, so that an operator can look for the fault. */
const GOES_ON_MS = 600_000
/** Tokens that hold connections open are checked this often. */
const POLL_MS = 2_000
/** Shortest time between two records of a token's use. */
const TOUCH_MS = 60_000

export type ApiTokenDirectory = {
  readonly identify: Identify
  /** Calls back once when the viewer's token is revoked, or unconfirmed for too long. Returns a function that stops watching. */
  onEnd(viewer: Viewer, end: () => void): () => void
  /** Notes a change that this node made: the id of the token that it revoked, or undefined for any other change. */
  noteChange(revokedId: number | undefined): void
  /** Stops polling the store. */
  stop(): void
}

type Known = ApiToken & { readonly hash: string }

/**
 * Keeps all usable API tokens in memory, a hundred at most. Reads them anew when they are too old, for an unknown token, and
 * every `POLL_MS` while a token holds a connection.
 */
export function openApiTokenDirectory(tokens: ApiTokens, clock: Clock): ApiTokenDirectory {
  let known: ReadonlyMap<string, Known> = new Map()
  const touch = openTouch(tokens, clock)
  const sessions = openSessions(clock, (id) => isKnown(id) && question.ageMs() <= GOES_ON_MS)
  const question = openSharedQuestion(
    clock,
    () => tokens.usableAt(clock.nowIso()),
    (usable) => {
      known = new Map(usable.map((token) => [token.hash, token]))
      sessions.endLost()
    },
  )
  let cancelPoll: (() => void) | undefined
  let stopped = false

  return {
    async identify(token, mayCheck) {
      if (!isApiToken(token)) return undefined
      const hash = hashOfToken(token)
      if (!known.has(hash) && !(await mayCheck())) return { kind: 'REFUSED' }
      const isSure = known.has(hash) || (await question.askFor(() => known.has(hash)))
      if (question.ageMs() > FRESH_MS) await question.askPatiently()
      const found = known.get(hash)
      if (found !== undefined && question.ageMs() <= GOES_ON_MS) {
        if (found.expiresAt <= clock.nowIso()) return { kind: 'REFUSED' }
        touch(found.id)
        return { kind: 'KNOWN', viewer: viewerOf(found) }
      }
      return isSure && question.ageMs() <= FRESH_MS
        ? { kind: 'REFUSED' }
        : leaveUndecided('STORE_UNAVAILABLE', 'the config store, which knows the API tokens, did not answer; try again later')
    },
    onEnd({ apiTokenId }, end) {
      if (apiTokenId === undefined) return () => undefined
      cancelPoll ??= clock.after(POLL_MS, () => void poll())
      return sessions.add(apiTokenId, end)
    },
    noteChange(revokedId) {
      question.outdate()
      known = new Map([...known].filter(([, { id }]) => id !== revokedId))
      sessions.endLost()
    },
    stop() {
      stopped = true
      cancelPoll?.()
    },
  }

  function isKnown(id: number): boolean {
    return [...known.values()].some((token) => token.id === id)
  }

  async function poll(): Promise<void> {
    await question.ask()
    sessions.endLost()
    cancelPoll = sessions.isEmpty() || stopped ? undefined : clock.after(POLL_MS, () => void poll())
  }
}

type Sessions = {
  /** Returns a function that removes it. */
  add(id: number, end: () => void): () => void
  endLost(): void
  isEmpty(): boolean
}

/** Holds the open connections of tokens, by token id. */
function openSessions(clock: Clock, mayGoOn: (id: number) => boolean): Sessions {
  const held = new Map<number, Set<() => void>>()
  return {
    add(id, end) {
      const ends = held.get(id) ?? new Set()
      held.set(id, ends.add(end))
      // The token may have been revoked between its authentication and now.
      if (!mayGoOn(id)) clock.after(0, endLost)
      return () => {
        ends.delete(end)
        if (ends.size === 0 && held.get(id) === ends) held.delete(id)
      }
    },
    endLost,
    isEmpty: () => held.size === 0,
  }

  function endLost(): void {
    for (const [id, ends] of held) {
      if (mayGoOn(id)) continue
      held.delete(id)
      for (const end of ends) end()
    }
  }
}

/** Returns a function that records the use of a token, apart from the request: it waits for nothing, and a failure is ignored. */
function openTouch(tokens: ApiTokens, clock: Clock): (id: number) => void {
  /** Uses within the last minute, by token id. */
  let touchedMonoMs: ReadonlyMap<number, number> = new Map()
  return (id) => {
    const nowMonoMs = clock.nowMonoMs()
    const isRecent = (atMonoMs = -Infinity): boolean => nowMonoMs - atMonoMs < TOUCH_MS
    if (isRecent(touchedMonoMs.get(id))) return
    touchedMonoMs = new Map([...touchedMonoMs].filter(([, atMonoMs]) => isRecent(atMonoMs))).set(id, nowMonoMs)
    tokens.touch(id, clock.nowIso()).catch(() => undefined)
  }
}

function viewerOf({ id, name, roles, expiresAt }: ApiToken): Viewer {
  return { name: `${API_TOKEN_PREFIX}${name}`, roles, expiresAt, apiTokenId: id }
}
