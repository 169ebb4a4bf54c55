/** What the load of a CDN comes to. Both are whole percents. */
export type CdnLoad = {
  readonly key: string
  /** Part of the requests that come to it which it keeps; the others spill to the next member. */
  readonly keepPercent: number
  /** Part of its capacity that nobody else uses, for the policy LEAST_LOAD. */
  readonly roomPercent: number
}

/** The loads of the CDNs that keep or have less than 100 percent, by key. A set with another version replaces it. */
export type LoadSet = { readonly version: number; readonly loads: readonly CdnLoad[] }

export const noLoad: LoadSet = { version: 0, loads: [] }

/** Loads by the key of each CDN. */
export type LoadByCdn = ReadonlyMap<string, CdnLoad>

export const nobodyLoaded: LoadByCdn = new Map()

/** Sorts a set by CDN. */
export function loadByCdn({ loads }: LoadSet): LoadByCdn {
  return loads.length === 0 ? nobodyLoaded : new Map(loads.map((load) => [load.key, load]))
}

/** Whether tables built with either are the same. */
export function isSameForAll(some: LoadByCdn, others: LoadByCdn): boolean {
  return some === others || (some.size === others.size && [...some].every(([key, load]) => isSameLoad(load, others.get(key))))
}

export function isSameLoad(one: CdnLoad | undefined, other: CdnLoad | undefined): boolean {
  return one?.keepPercent === other?.keepPercent && one?.roomPercent === other?.roomPercent
}
