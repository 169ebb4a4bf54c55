import { expect, it } from 'vitest'
import { geoHealth } from '../../../src/control/health/geo-health.ts'
import type { GeoDatabase } from '../../../src/ports/client-facts.ts'
import { fixedClock } from '../../support/fixed-clock.ts'

const clock = fixedClock()
const country: GeoDatabase = {
  name: 'country',
  source: '/geo/c.mmdb',
  builtAtEpochMs: clock.nowEpochMs() - 12.5 * 86_400_000,
  trouble: undefined,
}
const asn: GeoDatabase = { name: 'asn', source: 'a-package', builtAtEpochMs: undefined, trouble: undefined }

it.each([
  { databases: [], status: 'OK', says: 'nothing asks where clients are' },
  { databases: [country], status: 'OK', says: 'the country database /geo/c.mmdb is 12 days old' },
  {
    databases: [country, asn],
    status: 'OK',
    says: 'the country database /geo/c.mmdb is 12 days old; the asn database a-package is being opened',
  },
  { databases: [country, { ...asn, trouble: 'is gone' }], status: 'DEGRADED', says: 'is gone' },
  {
    databases: [
      { ...country, trouble: 'is old' },
      { ...asn, trouble: 'is gone' },
    ],
    status: 'DEGRADED',
    says: 'is old; is gone',
  },
  {
    databases: [{ ...country, builtAtEpochMs: clock.nowEpochMs() + 1 }],
    status: 'OK',
    says: 'the country database /geo/c.mmdb is 0 days old',
  },
])('is $status and says: $says', async ({ databases, status, says }) => {
  expect(await geoHealth(() => databases, clock)()).toEqual({ name: 'geo', status, latencyMs: null, message: says })
})
