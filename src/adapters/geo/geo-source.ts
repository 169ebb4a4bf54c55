import { createRequire } from 'node:module'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AddressWords } from '../../core/geo/address-words.ts'
import { readAsnCsv } from './read-asn-csv.ts'
import { readMmdb } from './read-mmdb.ts'
import type { GeoContent } from './geo-content.ts'

/** Place that a database is read from. */
export type GeoSource<Value> = {
  /** Name for people. */
  readonly name: string
  /** Remedy where it cannot be used. */
  readonly remedy: string
  /** Files whose change is a change of the database; undefined: the package is not installed. */
  files(): readonly string[] | undefined
  /** Reads and checks it whole, in steps between which requests go on. Fails with the reason. */
  read(files: readonly string[]): Promise<GeoContent<Value>>
}

type RecordReader<Value> = (record: unknown) => Value | undefined

/** Largest file of an own database: the whole is in memory while it is read. Editions by city are larger. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

/** An own mmdb file, which a setting names. */
export function ownFile<Value>(path: string, valueOf: RecordReader<Value>): GeoSource<Value> {
  return {
    name: path,
    remedy: 'put a newer mmdb file there',
    files: () => [path],
    read: () => readMmdbFile(path, valueOf),
  }
}

/** The package of countries that is installed with Sluice. It names a country for 192.168.0.0/16, where clients of all countries are. */
export function countryPackage<Value>(valueOf: RecordReader<Value>): GeoSource<Value> {
  return {
    ...packaged('@ip-location-db/geo-whois-asn-country-mmdb', 'GEO_DATABASE', ['geo-whois-asn-country.mmdb']),
    read: ([path = '']) => readMmdbFile(path, valueOf, isPrivate),
  }
}

/** The package of autonomous systems that is installed with Sluice; its version tells when it was made. */
export function asnPackage(): GeoSource<number> {
  return {
    ...packaged('@ip-location-db/asn', 'ASN_DATABASE', ['asn-ipv4-num.csv', 'asn-ipv6-num.csv', 'package.json']),
    async read([ipv4 = '', ipv6 = '', manifest = '']) {
      return readAsnCsv({ ipv4, ipv6, builtAtEpochMs: madeAt(await readFile(manifest, 'utf8')) })
    },
  }
}

/** Whether an IPv4 address is private (RFC 1918). */
function isPrivate(words: AddressWords): boolean {
  const [word = 0] = words
  return words.length === 1 && (word >>> 24 === 10 || word >>> 20 === 0xac_1 || word >>> 16 === 0xc0_a8)
}

function packaged(name: string, setting: string, files: readonly string[]): Omit<GeoSource<never>, 'read'> {
  return {
    name,
    remedy: `install a newer ${name}, or name an own mmdb file with ${setting}`,
    files() {
      const folder = folderOf(name)
      return folder === undefined ? undefined : files.map((file) => join(folder, file))
    },
  }
}

function folderOf(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

async function readMmdbFile<Value>(
  path: string,
  valueOf: RecordReader<Value>,
  isLeftOut?: (first: AddressWords) => boolean,
): Promise<GeoContent<Value>> {
  const { size } = await stat(path)
  if (size > MAX_FILE_BYTES)
    throw new Error(`it has ${size} bytes, allowed are ${MAX_FILE_BYTES}: take the edition of countries or ASNs`)
  return readMmdb(await readFile(path), valueOf, isLeftOut)
}

/** Reads the time of a version like 2.3.2026061719: year, month, day and hour. */
function madeAt(manifest: string): number {
  const [, year, month, day, hour] = /"version":\s*"\d+\.\d+\.(\d{4})(\d\d)(\d\d)(\d\d)"/.exec(manifest) ?? []
  const epochMs = Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`)
  if (Number.isNaN(epochMs)) throw new Error('its version does not tell when it was made')
  return epochMs
}
