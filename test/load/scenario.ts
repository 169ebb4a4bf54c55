/** What a scenario asks of a group at once. A rate or number of 0 leaves its part out. */
export type Load = {
  readonly redirectsPerSecond: number
  /** Connections that the redirects share. */
  readonly connections: number
  readonly publishesPerSecond: number
  /** Publishes that may be under way at once. */
  readonly publishers: number
  /** How often a second a CDN is taken out, and put back half a second later. */
  readonly overridesPerSecond: number
  readonly auditReadsPerSecond: number
  /** Subscribers to what is published: half over WebSocket, half over Server-Sent Events. */
  readonly dashboards: number
}

/** Kinds of things that are timed; a failure is of one of them as well. */
export const kinds = ['redirect', 'publish', 'commitToWorker', 'delivery', 'override', 'auditRead'] as const
export type Kind = (typeof kinds)[number]

export const kindNames: Readonly<Record<Kind, string>> = {
  redirect: 'redirect',
  publish: 'publish, with receipts',
  commitToWorker: 'commit to each worker',
  delivery: 'publish to each dashboard',
  override: 'override, set or lifted',
  auditRead: 'audit trail, 50 events',
}

/** A load, how long it lasts unless told, and what is allowed: 99 of 100 times of a kind are at most `maxP99Ms`. */
export type Scenario = {
  readonly summary: string
  readonly seconds: number
  readonly load: Load
  readonly maxP99Ms: Readonly<Partial<Record<Kind, number>>>
  /** Slopes that may not be exceeded in the long run; absent where nothing is judged by its slope. */
  readonly maxSlopes?: Slopes
}

/** Growth that is allowed of each process of the group, or of the group. */
export type Slopes = {
  /** Of each process, after forced collections. */
  readonly heapMiBPerMinute: number
  /** Of the 99th percentile. */
  readonly eventLoopDelayMsPerMinute: number
  /** Of all processes together. */
  readonly descriptorsPerMinute: number
  readonly dataKiBPerPublish: number
}
