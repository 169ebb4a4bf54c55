import fc from 'fast-check'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFactsSource } from '../../../src/adapters/geo/facts-source.ts'
import { parseIpAddress } from '../../../src/core/request/ip-address.ts'
import type { ClientFacts } from '../../../src/core/geo/client-facts.ts'
import type { FactsSource } from '../../../src/ports/client-facts.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'
import { countriesOf, makeGeoDatabases, type GeoDatabases } from '../../support/geo-databases.ts'
import { openInbox, type Inbox } from '../../support/inbox.ts'
import { writeMmdb } from '../../support/mmdb.ts'
import { settle } from '../../support/settle.ts'
import { holds } from '../../core/arbitraries.ts'
import { addresses, asnRecords, countryRecords } from './addresses.ts'

const LOOK_MS = 3_000
const DAY_MS = 86_400_000
const all = { country: true, asn: true }

let files: GeoDatabases
let clock: FixedClock
let news: Inbox<string>
let source: FactsSource | undefined

beforeEach(async () => {
  files = await makeGeoDatabases()
  clock = fixedClock()
  news = openInbox()
})

afterEach(async () => {
  source?.stop()
  await files.remove()
})

function open({ packaged = false, maxAgeDays = 90 } = {}): FactsSource {
  source = openFactsSource({
    countryFile: packaged ? undefined : files.countryFile,
    asnFile: packaged ? undefined : files.asnFile,
    maxAgeDays,
    clock,
    onNews: (level, line) => news.put(`${level}: ${line}`),
  })
  return source
}

async function opened(countries = countriesOf({ '192.0.2.0/24': 'DE' })): Promise<FactsSource> {
  await files.write(files.countryFile, { networks: countries })
  const facts = open()
  await facts.ask({ country: true, asn: false })
  return facts
}

function factsOf(facts: FactsSource, address: string): ClientFacts {
  const parsed = parseIpAddress(address)
  if (parsed === undefined) throw new Error(address)
  return facts.factsOf(parsed)
}

function countryOf(facts: FactsSource, address = '192.0.2.1'): string | undefined {
  return factsOf(facts, address).country
}

/** Lets the databases look once more, and waits until they have. */
async function look(times = 1): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    await clock.advance(LOOK_MS)
    await looked()
  }
}

/** Each database that has looked waits for its next look. */
async function looked(): Promise<void> {
  while (clock.pending() < (source?.databases().length ?? 0)) await settle()
}

describe.each([24, 28, 32] as const)('in files with records of %i bits', (recordBits) => {
  it('finds country, continent and autonomous system of 200 addresses, in any order', async () => {
    await files.write(files.countryFile, { networks: countryRecords, recordBits })
    await files.write(files.asnFile, { networks: asnRecords, recordBits })
    const facts = open()
    await facts.ask(all)
    expect(addresses).toHaveLength(200)
    for (const order of [addresses, addresses.toReversed()])
      for (const { address, ...known } of order) {
        const from = {
          countryFrom: known.continent === undefined ? undefined : 'DATABASE',
          asnFrom: known.asn === undefined ? undefined : 'DATABASE',
        }
        expect({ address, ...factsOf(facts, address) }).toEqual({ address, ...known, ...from })
      }
  })
})

it('says of an address the same whatever was asked before', async () => {
  await files.write(files.countryFile, { networks: countryRecords })
  await files.write(files.asnFile, { networks: asnRecords })
  const facts = open()
  await facts.ask(all)
  holds(
    fc.property(fc.array(fc.constantFrom(...addresses), { minLength: 1, maxLength: 40 }), (asked) => {
      for (const { address, country, asn } of asked) expect(factsOf(facts, address)).toMatchObject({ country, asn })
    }),
  )
})

it('knows nothing of IPv6 from a file of IPv4 alone', async () => {
  await files.write(files.countryFile, { networks: countriesOf({ '128.0.0.0/1': 'DE' }), ipVersion: 4 })
  const facts = open()
  await facts.ask({ country: true, asn: false })
  expect([countryOf(facts), countryOf(facts, '::ffff:192.0.2.1'), countryOf(facts, '2001:db8::1')]).toEqual([
    'DE',
    'DE',
    undefined,
  ])
})

it('reads the packages that come with it', async () => {
  const facts = open({ packaged: true, maxAgeDays: 3_650 })
  await facts.ask(all)
  expect(facts.databases().map(({ name, trouble }) => [name, trouble])).toEqual([
    ['country', undefined],
    ['asn', undefined],
  ])
  expect(factsOf(facts, '8.8.8.8')).toMatchObject({ country: 'US', continent: 'NA', asn: 15_169 })
  expect(factsOf(facts, '193.0.6.139')).toMatchObject({ country: 'NL', continent: 'EU', asn: 3_333 })
  expect(factsOf(facts, '2001:4860:4860::8888')).toMatchObject({ country: 'US', asn: 15_169 })
  expect(factsOf(facts, '2001:67c:2e8:22::c100:68b')).toMatchObject({ country: 'NL', asn: 3_333 })
  for (const address of ['10.1.2.3', '192.168.0.1', '127.0.0.1', '::1', 'fe80::1', 'fd00::1'])
    expect(factsOf(facts, address)).toMatchObject({ country: undefined, continent: undefined, asn: undefined })
})

it('opens what is asked for alone, and forgets what is asked for no longer', async () => {
  await files.write(files.countryFile, { networks: countryRecords })
  await files.write(files.asnFile, { networks: asnRecords })
  const facts = open()
  expect(facts.databases()).toEqual([])
  expect(factsOf(facts, '1.2.0.1')).toMatchObject({ country: undefined, asn: undefined })
  await facts.ask({ country: false, asn: true })
  expect(facts.databases().map(({ name }) => name)).toEqual(['asn'])
  expect(factsOf(facts, '1.2.0.1')).toMatchObject({ country: undefined, asn: 64_496 })
  await facts.ask({ country: true, asn: false })
  expect(factsOf(facts, '1.2.0.1')).toMatchObject({ country: 'DE', asn: undefined })
  expect(facts.ask({ country: true, asn: false })).toBeUndefined()
  expect(news.all).toEqual([])
})

describe('a file that is changed', () => {
  it('is read anew once it stands still, and the facts before hold meanwhile', async () => {
    const facts = await opened()
    await files.write(files.countryFile, { networks: countriesOf({ '192.0.2.0/24': 'FR', '198.51.100.0/24': 'CH' }) })
    await look()
    expect(countryOf(facts)).toBe('DE')
    await look()
    expect([countryOf(facts), countryOf(facts, '198.51.100.1')]).toEqual(['FR', 'CH'])
    expect(news.all).toEqual([])
  })

  it('is not read while it grows', async () => {
    const facts = await opened()
    const whole = writeMmdb({ networks: countriesOf({ '192.0.2.0/24': 'FR' }) })
    for (const part of [0.2, 0.5, 0.8]) {
      await writeFile(files.countryFile, whole.subarray(0, whole.length * part))
      await look()
      expect(countryOf(facts)).toBe('DE')
    }
    await writeFile(files.countryFile, whole)
    await look(2)
    expect(countryOf(facts)).toBe('FR')
    expect(news.all).toEqual([])
  })

  it.each([
    { how: 'removed', change: () => rm(files.countryFile), says: /is missing/ },
    {
      how: 'truncated',
      change: async () => writeFile(files.countryFile, (await readFile(files.countryFile)).subarray(0, -40)),
      says: /cannot be used/,
    },
    { how: 'emptied', change: () => writeFile(files.countryFile, ''), says: /no metadata/ },
    { how: 'replaced by something else', change: () => writeFile(files.countryFile, 'a'.repeat(9_000)), says: /no metadata/ },
  ])('and $how makes facts unknown with one warning, and one line when it is back', async ({ change, says }) => {
    const facts = await opened()
    await change()
    await look(4)
    expect(countryOf(facts)).toBeUndefined()
    expect(news.all).toEqual([expect.stringMatching(says)])
    expect(news.all[0]).toContain(`warn: the country database ${files.countryFile}`)
    expect(facts.databases()[0]?.trouble).toMatch(says)
    await files.write(`${files.countryFile}.new`, { networks: countriesOf({ '192.0.2.0/24': 'IT' }) })
    await rename(`${files.countryFile}.new`, files.countryFile)
    await look(3)
    expect(countryOf(facts)).toBe('IT')
    expect(facts.databases()[0]?.trouble).toBeUndefined()
    expect(news.all.slice(1)).toEqual([`info: the country database ${files.countryFile} can be used again`])
  })

  it('into a folder is tried again at each look', async () => {
    const facts = open()
    await files.write(files.asnFile, { networks: asnRecords })
    await facts.ask(all)
    expect(news.all).toEqual([expect.stringContaining('is missing')])
    await files.write(files.countryFile, { networks: countryRecords })
    await look(2)
    expect(countryOf(facts, '1.2.0.1')).toBe('DE')
  })
})

it('says nothing of a database that is too old, from the day on which it is', async () => {
  await files.write(files.countryFile, {
    networks: countriesOf({ '192.0.2.0/24': 'DE' }),
    builtAtEpochMs: clock.nowEpochMs() - 89 * DAY_MS,
  })
  const facts = open()
  await facts.ask({ country: true, asn: false })
  expect(countryOf(facts)).toBe('DE')
  await clock.advance(2 * DAY_MS)
  await looked()
  expect(countryOf(facts)).toBeUndefined()
  expect(news.all).toEqual([
    `warn: the country database ${files.countryFile} is 91 days old, allowed are 90 (GEO_MAX_AGE_DAYS); what it would tell of clients is unknown: put a newer mmdb file there`,
  ])
  expect(facts.databases()[0]?.builtAtEpochMs).toBe(clock.nowEpochMs() - 91 * DAY_MS)
})

it('never fails on a file with any byte changed: it is refused, or each address has some facts', async () => {
  const whole = writeMmdb({ networks: countryRecords })
  const facts = open()
  await files.write(files.asnFile, { networks: asnRecords })
  for (let at = 0; at < whole.length; at += 7) {
    const bytes = Buffer.from(whole)
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 + ((at * 37) % 255)), at)
    await writeFile(files.countryFile, bytes)
    await facts.ask({ country: true, asn: false })
    for (const { address } of addresses) expect(factsOf(facts, address)).toBeDefined()
    await facts.ask({ country: false, asn: false })
  }
})
