import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'

const databases = [
  { name: 'country' as const, source: 'countries.mmdb', builtAtEpochMs: Date.UTC(2026, 0, 2), trouble: undefined },
  { name: 'asn' as const, source: 'systems.mmdb', builtAtEpochMs: undefined, trouble: 'it is damaged; replace it' },
]
const german = { country: 'DE', continent: 'EU', countryFrom: 'DATABASE' } as const

const config = {
  settings: {},
  cdns: [
    { key: 'abroad', baseUrl: 'abroad.example.com', excludeCountries: ['DE'] },
    { key: 'default', baseUrl: 'cdn.example.com' },
    { key: 'known', baseUrl: 'known.example.com', excludeUnknown: true },
    { key: 'outside', baseUrl: 'outside.example.com', excludeZones: ['office'] },
  ],
  originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
  zones: [
    { key: 'company', cidrs: ['192.0.2.0/24', '2001:db8::/32'] },
    { key: 'office', cidrs: ['192.0.2.128/25'] },
  ],
  pools: [{ key: 'live', members: [{ cdn: 'default' }] }],
  rules: [
    { key: 'german', position: 20, pool: 'live', match: { countries: ['DE'], pathPrefixes: ['/live/'] } },
    { key: 'office', position: 10, pool: 'live', match: { zones: ['office'], pathPrefixes: ['/office/'] } },
    { key: 'off', position: 5, pool: 'live', enabled: false, match: { countries: ['DE'] } },
    { key: 'tv', position: 30, pool: 'live', match: { userAgents: ['SmartTV'] } },
    { key: 'system', position: 40, pool: 'live', match: { asns: [64_500] } },
    { key: 'early', position: 50, pool: 'live', match: { pathPrefixes: ['/new/'], clientPercent: 50 } },
  ],
}

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl({
    facts: { '203.0.113.1': german, '192.0.2.200': german, '203.0.113.9': { asn: 64_500 } },
    databases,
  })
  const { errors, data } = await control.graphql(
    `mutation ($config: RoutingConfigInput!) {
      applyConfig(input: { config: $config }) { ... on ApplyConfigSuccess { revision { number } } ... on UserError { code message } }
    }`,
    { config },
  )
  if (JSON.stringify(data) !== '{"applyConfig":{"revision":{"number":2}}}') throw new Error(JSON.stringify({ errors, data }))
})
afterAll(() => control.close())

const fields = 'ip country continent asn zone zones rules { key position pool } excludedCdns rule pool'

async function told(args: string): Promise<Record<string, unknown>> {
  const { data, errors } = await control.graphql<{ clientFacts: Record<string, unknown> }>(
    `{ clientFacts(${args}) { ${fields} } }`,
  )
  expect(errors).toBeUndefined()
  const { rules, ...others } = data.clientFacts
  return {
    ...others,
    rules: (rules as readonly { readonly key: string }[]).map(({ key }) => key).filter((key) => key !== 'early'),
  }
}

const unknown = { country: null, continent: null, asn: null, zone: null, zones: [], rules: [], rule: null, pool: null }

describe('clientFacts tells of', () => {
  it.each([
    { ip: '198.51.100.1', expected: { ...unknown, ip: '198.51.100.1', excludedCdns: ['known'] } },
    { ip: '203.0.113.1', expected: { country: 'DE', continent: 'EU', zone: null, rules: ['german'], excludedCdns: ['abroad'] } },
    { ip: '::ffff:203.0.113.1', expected: { ip: '203.0.113.1', country: 'DE' } },
    { ip: '192.0.2.1', expected: { zone: 'company', zones: ['company'], rules: [], excludedCdns: ['known'] } },
    {
      ip: '192.0.2.200',
      expected: {
        zone: 'office',
        zones: ['company', 'office'],
        rules: ['office', 'german'],
        excludedCdns: ['abroad', 'outside'],
      },
    },
    { ip: '2001:DB8::1', expected: { ip: '2001:db8::1', zone: 'company', zones: ['company'] } },
    { ip: '203.0.113.9', expected: { asn: 64_500, country: null, rules: ['system'], excludedCdns: ['known'] } },
  ])('$ip', async ({ ip, expected }) => expect(await told(`ip: "${ip}"`)).toMatchObject(expected))

  it.each([
    { ip: '203.0.113.1', path: '/live/a', rule: 'german', pool: 'live' },
    { ip: '203.0.113.1', path: '/vod/a', rule: null, pool: 'all' },
    { ip: '198.51.100.1', path: '/live/a', rule: null, pool: 'all' },
    { ip: '192.0.2.200', path: '/office/a', rule: 'office', pool: 'live' },
    { ip: '203.0.113.9', path: '/a', rule: 'system', pool: 'live' },
  ])('the rule for $ip and $path', async ({ ip, path, rule, pool }) => {
    expect(await told(`ip: "${ip}", video: "http://s1.origin-cluster${path}"`)).toMatchObject({ rule, pool })
  })

  it('a user agent, where one is given', async () => {
    const video = 'video: "http://s1.origin-cluster/a"'
    expect(await told(`ip: "198.51.100.1", ${video}`)).toMatchObject({ rules: [], rule: null })
    expect(await told(`ip: "198.51.100.1", userAgent: "A SmartTV/1", ${video}`)).toMatchObject({ rules: ['tv'], rule: 'tv' })
  })

  it('the same part of the clients that a redirect takes', async () => {
    const isIn = async (ip: string): Promise<boolean> => {
      const video = 'http://s1.origin-cluster/new/a'
      const { data } = await control.graphql<{ clientFacts: { rules: { key: string }[]; rule: string | null } }>(
        `{ clientFacts(ip: "${ip}", video: "${video}") { rules { key } rule } }`,
      )
      const { rules, rule } = data.clientFacts
      expect(rule).toBe(rules.some(({ key }) => key === 'early') ? 'early' : null)
      return rule !== null
    }
    const ins = await Promise.all(Array.from({ length: 40 }, (_, index) => isIn(`198.51.${index}.7`)))
    expect(ins.filter(Boolean).length).toBeGreaterThan(8)
    expect(ins.filter(Boolean).length).toBeLessThan(32)
  })

  it('the databases, one of which knows nothing', async () => {
    const parts = 'countryFrom { name source builtAt trouble } asnFrom { name source builtAt trouble }'
    const { data } = await control.graphql(`{ clientFacts(ip: "203.0.113.1") { ${parts} } }`)
    expect(data).toEqual({
      clientFacts: {
        countryFrom: { name: 'country', source: 'countries.mmdb', builtAt: '2026-01-02T00:00:00.000Z', trouble: null },
        asnFrom: { name: 'asn', source: 'systems.mmdb', builtAt: null, trouble: 'it is damaged; replace it' },
      },
    })
  })
})

describe('clientFacts refuses', () => {
  it.each([
    '',
    'x',
    '192.0.2',
    '192.0.2.1/32',
    '192.0.2.256',
    '192.0.2.1:80',
    '[::1]',
    ':::',
    'fe80::1%eth0',
    '0x7f.0.0.1',
    ' 192.0.2.1',
  ])('the address %j', async (ip) => {
    const { errors } = await control.graphql('query ($ip: String!) { clientFacts(ip: $ip) { ip } }', { ip })
    const message = expect.stringMatching(/^ip: received ".*", allowed is an address of IPv4 or IPv6/) as string
    expect(errors).toMatchObject([{ message, path: ['clientFacts'], extensions: { code: 'IP_INVALID' } }])
  })

  it.each([
    { video: 'http://s1.evil.com/a', code: 'HOST_NOT_ALLOWED' },
    { video: 's1.origin-cluster/a', code: 'VIDEO_SCHEME' },
    { video: '', code: 'VIDEO_REQUIRED' },
    { video: 'http://s1.origin-cluster/\ud800', code: undefined },
  ])('the video $video', async ({ video, code }) => {
    const { errors } = await control.graphql('query ($video: String) { clientFacts(ip: "192.0.2.1", video: $video) { rule } }', {
      video,
    })
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(code && [code])
  })
})
