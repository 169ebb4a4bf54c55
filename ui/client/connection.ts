import { useSyncExternalStore } from 'react'

export type ConnectionState = {
  readonly state: 'CONNECTING' | 'OPEN' | 'AWAY'
  /** When the state began. */
  readonly sinceEpochMs: number
  /** When the next try begins; undefined unless away. */
  readonly nextTryEpochMs: number | undefined
  /** When something was last heard; undefined before. */
  readonly heardEpochMs: number | undefined
}

/** What is known of the WebSocket, for all who show how fresh they are. */
export type Connection = {
  readonly connects: () => void
  readonly opens: () => void
  readonly hears: () => void
  readonly waits: (pauseMs: number) => void
  readonly closes: () => void
  readonly subscribe: (listener: () => void) => () => void
  readonly now: () => ConnectionState
}

export function openConnection(): Connection {
  const listeners = new Set<() => void>()
  let now: ConnectionState = { state: 'CONNECTING', sinceEpochMs: Date.now(), nextTryEpochMs: undefined, heardEpochMs: undefined }

  function change(next: Partial<ConnectionState>): void {
    const isOther = next.state !== undefined && next.state !== now.state
    now = { ...now, ...(isOther ? { sinceEpochMs: Date.now() } : {}), ...next }
    for (const listener of listeners) listener()
  }

  return {
    connects: () => change({ nextTryEpochMs: undefined }),
    opens: () => change({ state: 'OPEN', heardEpochMs: Date.now() }),
    hears: () => {
      now = { ...now, heardEpochMs: Date.now() } // read by those who look once a second: no event is worth a rendering of its own
    },
    waits: (pauseMs) => change({ state: 'AWAY', nextTryEpochMs: Date.now() + pauseMs }),
    closes: () => change({ state: 'AWAY' }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: () => now,
  }
}

export function useConnection(connection: Connection): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.now)
}
