import type { Scheme } from './scheme.ts'

/** An origin cluster as a video URL is matched with it. */
export type OriginTarget = {
  readonly hostSuffix: string
  /** Whether it is a server of the cluster, of a whole, lower-cased label. */
  readonly isServer: (label: string) => boolean
  readonly allows: (scheme: Scheme) => boolean
  readonly ports: readonly number[]
  /** Index of the split of the table that counts its requests. */
  readonly split: number
}
