import { linesOf } from '../request/raw-headers.ts'
import { readAsn } from './asn.ts'
import { continentOf } from './countries.ts'

/** Headers of trusted proxies that tell of a client, in lower case; undefined: none tells it. */
export type GeoHeaders = { readonly country: string | undefined; readonly asn: string | undefined }

/** Parses `country:NAME,asn:NAME`, each once; undefined for anything else. */
export function parseGeoHeaders(text: string): GeoHeaders | undefined {
  const parts = text.split(',').map((part) => /^(country|asn):([a-z\d-]{1,64})$/.exec(part.trim().toLowerCase()))
  const headers = new Map(parts.map((match) => [match?.[1], match?.[2]]))
  if (parts.includes(null) || headers.size < parts.length) return undefined
  return { country: headers.get('country'), asn: headers.get('asn') }
}

/** Facts that headers tell; undefined where one is missing, stands twice or does not hold what it should. */
export type HeaderFacts = { readonly country: string | undefined; readonly asn: number | undefined }

/** Reads them from Node's `rawHeaders`. "XX" and "T1" are no countries. */
export function readGeoHeaders({ country, asn }: GeoHeaders, rawHeaders: readonly string[]): HeaderFacts {
  const code = country === undefined ? undefined : onlyValueOf(country, rawHeaders)
  const number = asn === undefined ? undefined : onlyValueOf(asn, rawHeaders)
  return {
    country: code !== undefined && continentOf(code) !== undefined ? code : undefined,
    asn: number === undefined ? undefined : readAsn(number),
  }
}

/** The value of a header that stands once; undefined where it is missing, or stands more often. */
function onlyValueOf(name: string, rawHeaders: readonly string[]): string | undefined {
  const lines = linesOf(name, rawHeaders)
  return lines.length === 1 ? lines[0]?.trim() : undefined
}
