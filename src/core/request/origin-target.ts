import type { Scheme } from './scheme.ts'

/** An origin cluster, prepared for matching video URLs. */
export type OriginTarget = {
  readonly hostSuffix: string
  /** Whether a whole, lower-cased label is that of a server of the cluster. */
  readonly isServer: (label: string) => boolean
  readonly allows: (scheme: Scheme) => boolean
  readonly ports: readonly number[]
  /** Index of the table's split that counts the requests of this cluster. */
  readonly split: number
  /** Index of the table's group of rules that may match requests of this cluster. */
  readonly rules: number
  /** Index of the cluster's budget; undefined: the origin takes everything. */
  readonly budget: number | undefined
}
