import { describe, expect, it } from 'vitest'
import { parseGeoHeaders, readGeoHeaders } from '../../../src/core/geo/geo-headers.ts'

describe('the setting', () => {
  it.each([
    { text: 'country:CF-IPCountry,asn:X-Client-ASN', headers: { country: 'cf-ipcountry', asn: 'x-client-asn' } },
    { text: 'asn:X-ASN, country:X-C', headers: { country: 'x-c', asn: 'x-asn' } },
    { text: 'country:X-C', headers: { country: 'x-c', asn: undefined } },
  ])('$text names headers', ({ text, headers }) => {
    expect(parseGeoHeaders(text)).toEqual(headers)
  })

  it.each([
    'country',
    'country:',
    'continent:X-C',
    'country:X C',
    'country:X-A,country:X-B',
    'country:X-C,',
    `asn:${'x'.repeat(65)}`,
  ])('%s is refused', (text) => {
    expect(parseGeoHeaders(text)).toBeUndefined()
  })
})

describe('the headers of a request', () => {
  const headers = { country: 'x-country', asn: 'x-asn' }
  const unknown = { country: undefined, asn: undefined }

  it.each([
    { raw: ['X-Country', 'DE', 'x-asn', '64496'], facts: { country: 'DE', asn: 64_496 } },
    { raw: ['X-COUNTRY', ' CH ', 'X-Asn', 'AS4294967295'], facts: { country: 'CH', asn: 4_294_967_295 } },
    { raw: ['Host', 'x-country', 'X-Other', 'DE'], facts: unknown },
    { raw: ['X-Country', 'T1', 'X-Asn', '0'], facts: unknown },
    { raw: ['X-Country', 'XX', 'X-Asn', '4294967296'], facts: unknown },
    { raw: ['X-Country', 'DE, FR', 'X-Asn', '64496, 64497'], facts: unknown },
    { raw: ['X-Country', 'DE', 'X-Country', 'DE', 'X-Asn', '1', 'x-asn', '1'], facts: unknown },
    { raw: ['X-Country', 'de', 'X-Asn', '-1'], facts: unknown },
    { raw: ['X-Country', '', 'X-Asn', ''], facts: unknown },
    { raw: ['X-Country', 'toString', 'X-Asn', '1e3'], facts: unknown },
    { raw: ['X-Country', 'DE', 'X-Asn', 'AS AS1'], facts: { country: 'DE', asn: undefined } },
  ])('$raw tell $facts', ({ raw, facts }) => {
    expect(readGeoHeaders(headers, raw)).toEqual(facts)
  })

  it('are not read where no setting names them', () => {
    expect(readGeoHeaders({ country: undefined, asn: 'x-asn' }, ['X-Country', 'DE', 'X-Asn', '1'])).toEqual({
      ...unknown,
      asn: 1,
    })
  })
})
