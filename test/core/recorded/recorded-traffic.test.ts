import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { continents, countries } from '../../../src/core/geo/countries.ts'
import { requestsOf } from '../../../src/core/recorded/recorded-traffic.ts'
import type { RowContent } from '../../../src/core/recorded/request-rows.ts'
import { openReservoir, type ReservoirCopy } from '../../../src/core/recorded/reservoir.ts'
import { recordedWith } from '../../support/recorded.ts'
import { holds } from '../arbitraries.ts'

const hash = fc.nat(2 ** 32 - 1)
const content: fc.Arbitrary<RowContent> = fc.record({
  suffix: fc.constantFrom('origin-cluster', 'films.example'),
  label: fc.stringMatching(/^[a-z0-9-]{1,63}$/),
  directory: hash,
  above: fc.array(hash, { maxLength: 8 }),
  country: fc.constantFrom(null, ...countries),
  continent: fc.constantFrom(null, ...continents),
  asn: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
  asked: fc.record({ country: fc.boolean(), asn: fc.boolean() }),
  isIpv6: fc.boolean(),
  network: hash,
  zone: fc.constantFrom(null, 'office'),
  rule: fc.constantFrom(null, 'to-films', 'office'),
  revision: fc.nat(2 ** 31 - 1),
})

it('reads what was recorded, also after it was sent to another process', () => {
  holds(
    fc.property(fc.array(content, { maxLength: 20 }), (contents) => {
      const reservoir = openReservoir(seededRandom(1), 0, 30)
      for (const one of contents) if (reservoir.isChosen()) reservoir.keep(one)
      expect(readBack(reservoir.copy(60, 0))).toEqual(contents.map((one) => ({ ...one, refusal: null, weight: 1 })))
    }),
  )
})

it('reads many requests in order, with their weights', () => {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < 25_000; number += 1) {
    reservoir.moveTo(number * 60)
    if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number, label: `s${number % 100}` }))
  }
  const copy = reservoir.copy(3_600, 25_000 * 60)
  const requests = readBack(copy)
  expect(requests.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(25_000)
  const numbers = requests.map((request) => (request.refusal === null ? request.directory : -1))
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
  expect(requests.length).toBeGreaterThan(10_000)
})

it('tells of refused requests their codes, with the number of each', () => {
  const copy = { ...openReservoir(seededRandom(1), 0).copy(60, 0), refused: [['VIDEO_HOST', 7] as const] }
  expect(readBack(copy)).toEqual([{ refusal: 'VIDEO_HOST', weight: 7 }])
})

function readBack(copy: ReservoirCopy) {
  return [...requestsOf({ recordings: [{ ...(deserialize(serialize(copy)) as ReservoirCopy), worker: 'w1' }] })]
}
