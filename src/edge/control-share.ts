/** Server-Sent Events and WebSockets last; other requests are short, and come with a token or without. */
export type RelayKind = 'STREAM' | 'WITH_TOKEN' | 'WITHOUT_TOKEN'

/** Place of one request or connection that is handed over. */
export type Slot = {
  /** Counts it among the streams from now on. False at the limit of streams: then it has to end. */
  becomeStream(): boolean
  free(): void
}

/** Most of each kind at once; `WITH_TOKEN` is the limit of all kinds together. */
export type ShareLimits = Readonly<Record<RelayKind, number>>

export type ControlShare = {
  readonly limits: ShareLimits
  /** Undefined at the limit of the kind, of all kinds or of this address. */
  take(kind: RelayKind, addressKey: string): Slot | undefined
}

/**
 * Bounds the requests that a worker hands over at once, so that slow ones leave connections to players. The bound is a quarter of
 * the connections: each costs two open files, so half of those stay with players. Eight tenths are for streams and one for requests
 * without a token; the last one stays free for an operator. One address gets nine tenths of either kind of short request. It may
 * have all streams: behind a proxy all clients have one address, and the control process counts their tokens.
 */
export function openControlShare(maxConnections: number): ControlShare {
  const all = Math.max(MIN_SHARE, Math.floor(maxConnections / 4))
  const tenth = Math.ceil(all / 10)
  const limits = { STREAM: all - 2 * tenth, WITH_TOKEN: all, WITHOUT_TOKEN: tenth }
  const taken = { STREAM: 0, WITH_TOKEN: 0, WITHOUT_TOKEN: 0 }
  /** Counts by kind and address; entries of zero are removed. */
  const takenBy = new Map<string, number>()
  return { limits, take }

  function take(first: RelayKind, addressKey: string): Slot | undefined {
    let kind = first
    if (!isFree(kind, addressKey)) return undefined
    count(kind, addressKey, 1)
    return {
      becomeStream() {
        if (kind === 'STREAM') return true
        if (taken.STREAM >= limits.STREAM) return false
        count(kind, addressKey, -1)
        kind = 'STREAM'
        count(kind, addressKey, 1)
        return true
      },
      free: () => count(kind, addressKey, -1),
    }
  }

  function isFree(kind: RelayKind, addressKey: string): boolean {
    if (taken[kind] >= limits[kind]) return false
    if (taken.STREAM + taken.WITH_TOKEN + taken.WITHOUT_TOKEN >= all) return false
    if (kind === 'STREAM') return true
    return (takenBy.get(`${kind} ${addressKey}`) ?? 0) < Math.ceil(limits[kind] * 0.9)
  }

  function count(kind: RelayKind, addressKey: string, change: 1 | -1): void {
    taken[kind] += change
    const key = `${kind} ${addressKey}`
    const left = (takenBy.get(key) ?? 0) + change
    if (left === 0) takenBy.delete(key)
    else takenBy.set(key, left)
  }
}

/** One of each kind. */
const MIN_SHARE = 3
