import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeMmdb, type MmdbParts } from './mmdb.ts'

/** Files of countries and autonomous systems in a folder of their own. */
export type GeoDatabases = {
  readonly countryFile: string
  readonly asnFile: string
  write(file: string, parts: MmdbParts): Promise<void>
  remove(): Promise<void>
}

export async function makeGeoDatabases(): Promise<GeoDatabases> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-geo-'))
  return {
    countryFile: join(folder, 'country.mmdb'),
    asnFile: join(folder, 'asn.mmdb'),
    write: (file, parts) => writeFile(file, writeMmdb(parts)),
    remove: () => rm(folder, { recursive: true }),
  }
}

/** Networks of a file of countries: each network with its country, in the form of MaxMind's. */
export function countriesOf(countries: Readonly<Record<string, string>>): MmdbParts['networks'] {
  return Object.fromEntries(Object.entries(countries).map(([network, code]) => [network, { country: { iso_code: code } }]))
}
