import type { AskedFacts } from '../geo/client-facts.ts'
import type { Continent } from '../geo/countries.ts'

/** A request as a worker keeps it for simulations: without address, query and path. */
export type RecordedRequest = RecordedVideo | RecordedRefusal

/** A request for a valid video URL, wherever it was sent. */
export type RecordedVideo = Weighed & {
  readonly refusal: null
  /** Host suffix of its origin cluster. */
  readonly suffix: string
  /** Server label. */
  readonly label: string
  /** Hash of label and directory: the key that HASH_PATH draws with. */
  readonly directory: number
  /** Hashes (`hashText`) of each directory of the path with its slash at the end, `/` first, `MAX_ABOVE` at most. */
  readonly above: readonly number[]
  /** Null: unknown, or nobody asked for it: see `asked`. */
  readonly country: string | null
  readonly continent: Continent | null
  readonly asn: number | null
  /** Facts that the worker could look up. Of others null says nothing: a recording opens no database. */
  readonly asked: AskedFacts
  readonly isIpv6: boolean
  /** Hash of the client's network: the key that STICKY draws with. */
  readonly network: number
  /** Key of the client's zone in the revision of the record. */
  readonly zone: string | null
  /** Key of the first rule of that revision that matched, also where the ratio or an override sent the request elsewhere. */
  readonly rule: string | null
  /** Number of the revision that the worker ran. */
  readonly revision: number
}

/** Refused requests, of which the code alone is kept. They are all counted: `weight` is their number. */
type RecordedRefusal = Weighed & {
  /** Code of the refusal. */
  readonly refusal: string
}

type Weighed = {
  /** Number of requests that this one stands for, at least 1. */
  readonly weight: number
}

/** Most directories of a path whose hashes are kept. */
export const MAX_ABOVE = 8
