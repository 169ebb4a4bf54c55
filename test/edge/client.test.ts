import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { parseGeoHeaders } from '../../src/core/geo/geo-headers.ts'
import { openClient } from '../../src/edge/client.ts'
import { proxiesOf } from '../support/client-address.ts'
import { openInMemoryFacts } from '../support/facts-source.ts'

const proxy = '10.0.0.1'
const known = {
  '192.0.2.7': { country: 'DE', continent: 'EU', asn: 64_496, countryFrom: 'DATABASE', asnFrom: 'DATABASE' },
  '198.51.100.7': { country: 'AU', continent: 'OC', asn: 64_497, countryFrom: 'DATABASE', asnFrom: 'DATABASE' },
} as const

/** A request as far as a client is told by it. */
function requestFrom(peer: string | undefined, ...rawHeaders: readonly string[]): IncomingMessage {
  const userAgent = rawHeaders[rawHeaders.indexOf('User-Agent') + 1]
  const headers = rawHeaders.includes('User-Agent') ? { 'user-agent': userAgent } : {}
  return { socket: { remoteAddress: peer }, rawHeaders, headers } as unknown as IncomingMessage
}

function clientOf(request: IncomingMessage, trusted = `${proxy}/32`) {
  const client = openClient({
    trustedProxies: proxiesOf(trusted),
    geoHeaders: parseGeoHeaders('country:X-Country,asn:X-Asn'),
    factsSource: openInMemoryFacts(known),
  })
  client.moveTo(request)
  return client
}

const forwarded = ['X-Forwarded-For', '192.0.2.7'] as const

it.each([
  {
    of: 'the header of a proxy',
    raw: ['X-Country', 'FR', 'X-Asn', '7'],
    country: 'FR',
    continent: 'EU',
    from: 'HEADER',
    asn: 7,
    asnFrom: 'HEADER',
  },
  {
    of: 'a header and the database',
    raw: ['X-Country', 'US'],
    country: 'US',
    continent: 'NA',
    from: 'HEADER',
    asn: 64_496,
    asnFrom: 'DATABASE',
  },
  {
    of: 'the database, where the header is of no use',
    raw: ['X-Country', 'T1', 'X-Asn', '0'],
    country: 'DE',
    continent: 'EU',
    from: 'DATABASE',
    asn: 64_496,
    asnFrom: 'DATABASE',
  },
  {
    of: 'the database, where it stands twice',
    raw: ['X-Country', 'FR', 'X-Country', 'FR'],
    country: 'DE',
    continent: 'EU',
    from: 'DATABASE',
    asn: 64_496,
    asnFrom: 'DATABASE',
  },
])('takes facts of $of', ({ raw, country, continent, from, asn, asnFrom }) => {
  const facts = clientOf(requestFrom(proxy, ...forwarded, ...raw)).facts()
  expect(facts).toEqual({ country, continent, asn, countryFrom: from, asnFrom })
})

it.each(['192.0.2.7', '::ffff:192.0.2.7'])('believes no header of %s, which is no proxy', (peer) => {
  const spoofed = clientOf(requestFrom(peer, 'X-Country', 'FR', 'X-Asn', '7', 'X-Forwarded-For', '198.51.100.7'))
  expect(spoofed.facts()).toEqual(known['192.0.2.7'])
})

it('believes nobody without proxies', () => {
  const client = openClient({
    trustedProxies: [],
    geoHeaders: parseGeoHeaders('country:X-Country'),
    factsSource: openInMemoryFacts(known),
  })
  client.moveTo(requestFrom('192.0.2.7', 'X-Country', 'FR'))
  expect(client.facts().country).toBe('DE')
})

it('forgets the request before', () => {
  const client = clientOf(requestFrom(proxy, ...forwarded, 'X-Country', 'FR', 'User-Agent', 'AppleTV/1'))
  expect([client.facts().country, client.userAgent(), client.address()?.toString()]).toEqual(['FR', 'AppleTV/1', '192.0.2.7'])
  client.moveTo(requestFrom(proxy, 'X-Forwarded-For', '198.51.100.7'))
  expect([client.facts().country, client.userAgent(), client.address()?.toString()]).toEqual(['AU', '', '198.51.100.7'])
})

it('reads the address of a request once, whatever is asked of it', () => {
  const request = requestFrom(proxy, 'X-Forwarded-For', '2001:db8:1:23ff::1')
  let reads = 0
  const counted = new Proxy(request, {
    get: (target, name, receiver) => {
      if (name === 'rawHeaders') reads++
      return Reflect.get(target, name, receiver) as unknown
    },
  })
  const client = clientOf(counted)
  expect([client.isIpv6(), client.network(), client.address()?.toString()]).toEqual([
    true,
    '2001:db8:1:2300',
    '2001:db8:1:23ff::1',
  ])
  expect(reads).toBe(1)
})

it('knows nothing of a connection that is closed', () => {
  const client = clientOf(requestFrom(undefined))
  expect([client.facts().country, client.address()]).toEqual([undefined, undefined])
  expect([client.network(), client.isIpv6()]).toEqual(['unknown', false])
})
