import type { Clock } from '../../ports/clock.ts'
import type { ApiTokenDirectory } from './api-token-directory.ts'
import type { Viewer } from '../../core/access/roles.ts'

/** Calls back once when a viewer's token has ended, with the reason. Returns a function that stops watching. */
export type WatchSession = (viewer: Viewer, onEnd: (reason: string) => void) => () => void

/** Watches tokens, so that a connection ends when its token expires or is revoked. */
export function openSessionWatch(clock: Clock, apiTokens: Pick<ApiTokenDirectory, 'onEnd'>): WatchSession {
  return (viewer, onEnd) => {
    const cancelExpiry = callAtExpiry(viewer, clock, () => end('the token has expired'))
    const cancelRevocation = apiTokens.onEnd(viewer, () => end('the token was revoked'))
    return stop

    function end(reason: string): void {
      stop()
      onEnd(reason)
    }

    function stop(): void {
      cancelExpiry()
      cancelRevocation()
    }
  }
}

/** Calls back at expiry. Timers hold 2^31 ms at most: a token that lives longer is checked again then. */
function callAtExpiry({ expiresAt }: Pick<Viewer, 'expiresAt'>, clock: Clock, expire: () => void): () => void {
  if (expiresAt === null) return () => undefined
  const leftMs = Date.parse(expiresAt) - Date.parse(clock.nowIso())
  if (leftMs <= 0) return clock.after(0, expire)
  let cancel = clock.after(Math.min(leftMs, 2 ** 31 - 1), () => {
    cancel = callAtExpiry({ expiresAt }, clock, expire)
  })
  return () => cancel()
}
