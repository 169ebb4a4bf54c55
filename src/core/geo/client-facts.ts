import type { Continent } from './countries.ts'

/** Facts of a client's address; undefined: unknown. */
export type ClientFacts = {
  /** Code of ISO 3166-1, or XK. */
  readonly country: string | undefined
  readonly continent: Continent | undefined
  /** Number of the autonomous system that announces the client's network. */
  readonly asn: number | undefined
  /** Where country and continent come from; undefined: nobody knows them. */
  readonly countryFrom: FactSource | undefined
  readonly asnFrom: FactSource | undefined
}

/** A header of a trusted proxy, or a database. */
type FactSource = 'HEADER' | 'DATABASE'

/** Which facts a table asks for: what nobody asks for is not looked up. */
export type AskedFacts = { readonly country: boolean; readonly asn: boolean }

export const unknownFacts: ClientFacts = {
  country: undefined,
  continent: undefined,
  asn: undefined,
  countryFrom: undefined,
  asnFrom: undefined,
}
