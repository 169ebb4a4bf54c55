import type { RateLimit } from '../rate-limit/rate-limiter.ts'

/**
 * What an operator configures. Lists are sorted by key in every stored form, so equal configurations are equal byte for byte.
 * Values are those that `parse-*.ts` let through; nothing below this line is checked again.
 */
export type RoutingConfig = {
  readonly cdns: readonly Cdn[]
  readonly originClusters: readonly OriginCluster[]
  readonly settings: Settings
}

export type Cdn = {
  readonly key: string
  readonly name: string
  /** `host[:port][/prefix]` or `scheme://host[:port][/prefix]`, lower-cased host, no trailing slash. */
  readonly baseUrl: string
  /** 0 to `MAX_WEIGHT`; the share is weight over the sum of the weights of all enabled CDNs. */
  readonly weight: number
  readonly enabled: boolean
}

export type OriginCluster = {
  readonly key: string
  /** One or more labels, lower-cased: `origin-cluster`, `video.example.com`. */
  readonly hostSuffix: string
  /** Pattern of the first host label, matched whole; null is `s` and 1–4 digits. */
  readonly serverLabelPattern: string | null
  readonly schemes: readonly Scheme[]
  /** Ports allowed besides the scheme's own, kept in a Location to the origin. */
  readonly ports: readonly number[]
}

export type Scheme = 'http' | 'https'
export const schemes: readonly Scheme[] = ['http', 'https']

export type Settings = {
  /** Every ratio-th valid request goes to the origin; 0 is never, 1 always. */
  readonly ratio: number
  readonly redirectStatus: RedirectStatus
  /** How often a worker may be asked for a redirect. Absent: as often as anybody likes. */
  readonly rateLimit?: RateLimits
}

/** At least one of the two, in whole numbers. */
export type RateLimits = { readonly perAddress?: RateLimit; readonly global?: RateLimit }

export type RedirectStatus = 301 | 302 | 307 | 308
export const redirectStatuses: readonly RedirectStatus[] = [301, 302, 307, 308]

/** What holds until somebody sets something else. */
export const defaultSettings: Settings = { ratio: 10, redirectStatus: 302 }

export const MAX_RATIO = 1_000_000
export const MAX_PER_SECOND = 1_000_000
export const MAX_BURST = 10_000_000
export const MAX_WEIGHT = 1_000
/** The weights' sum over their greatest common divisor: the length of the unrolled round robin. */
export const MAX_WEIGHT_PERIOD = 10_000
export const MAX_CDNS = 1_000
export const MAX_ORIGIN_CLUSTERS = 1_000

/** The CDN that `CDN_HOST` and `/config` speak of. */
export const DEFAULT_CDN_KEY = 'default'

export function withEntry<T extends { readonly key: string }>(list: readonly T[], entry: T): readonly T[] {
  return [...list.filter((other) => other.key !== entry.key), entry].toSorted(byKey)
}

/** Code unit order, not locale order: the stored form is the same on every machine. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
