import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'

const german = { country: 'DE', continent: 'EU', countryFrom: 'DATABASE' } as const
const video = 'https://s1.origin-cluster/live/a.m3u8'

const live = {
  settings: { ratio: 10 },
  cdns: [
    { key: 'a', baseUrl: 'a.example.com', capacity: { requestsPerSecond: 100, softPercent: 80, hardPercent: 100 } },
    { key: 'b', baseUrl: 'b.example.com' },
  ],
  originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
}
const german2b = {
  ...live,
  pools: [{ key: 'only-b', members: [{ cdn: 'b' }] }],
  rules: [{ key: 'german', position: 10, pool: 'only-b', match: { countries: ['DE'] } }],
}

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl({ facts: { '203.0.113.1': german } })
  const { data } = await control.graphql(
    `mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { __typename } }`,
    { config: live },
  )
  if (JSON.stringify(data) !== '{"applyConfig":{"__typename":"ApplyConfigSuccess"}}') throw new Error(JSON.stringify(data))
})
afterAll(() => control.close())

const fields = `requests sample undecided { reason requests } confidence { level marginPercent }
  origin { before { requests } after { requests } moved }
  byCdn { key before { requests share } after { requests share } moved }
  byPool { key after { requests } } byRule { key after { requests } }
  byCountry { country requests moved targets { key before { requests } after { requests } } }
  reasons { reason before { requests } after { requests } }
  moved { requests share netShare largest { from to reason requests } }`

async function simulate(input: object) {
  const { data, errors } = await control.graphql<{ simulate: Record<string, unknown> | null }>(
    `query ($input: SimulateInput!) { simulate(input: $input) { ${fields} } }`,
    { input },
  )
  return errors === undefined ? data.simulate : errors.map(({ extensions: { code }, message }) => `${code} ${message}`)
}

describe('simulate', () => {
  it('decides given requests by the live revision and by another configuration', async () => {
    const requests = [
      { video, clientIp: '203.0.113.1', count: 100 },
      { video, clientIp: '198.51.100.1', count: 100 },
      { video: 'https://elsewhere/a' },
    ]
    expect(await simulate({ config: german2b, requests })).toMatchObject({
      requests: 201,
      confidence: { level: 'LOW' },
      origin: { before: { requests: 20 }, after: { requests: 20 }, moved: 0 },
      byCdn: [
        { key: 'a', before: { requests: 90 }, after: { requests: 45 }, moved: 45 },
        { key: 'b', before: { requests: 90 }, after: { requests: 135 }, moved: 45 },
      ],
      byRule: [{ key: 'german', after: { requests: 90 } }],
      byCountry: [
        { country: null, requests: 101, moved: 0 },
        { country: 'DE', requests: 100, moved: 45 },
      ],
      reasons: [
        { reason: 'HOST_NOT_ALLOWED', after: { requests: 1 } },
        { reason: 'RATIO', after: { requests: 20 } },
        { reason: 'SELECTED', after: { requests: 180 } },
      ],
      moved: { requests: 45, largest: [{ from: 'a', to: 'b', reason: 'RULE', requests: 45 }] },
    })
  })

  it('assumes a CDN to fail under the live revision', async () => {
    const assume = [{ cdn: 'a', health: 'UNHEALTHY' }]
    expect(await simulate({ assume, requests: [{ video, count: 100 }] })).toMatchObject({
      byCdn: [
        { key: 'a', before: { requests: 45 }, after: { requests: 0 } },
        { key: 'b', before: { requests: 45 }, after: { requests: 90 } },
      ],
      moved: { largest: [{ from: 'a', to: 'b', reason: 'CDN_OUT', requests: 45 }] },
    })
  })

  it('takes a revision, or the working copy', async () => {
    const requests = [{ video, count: 100 }]
    expect(await simulate({ revision: 1, requests })).toMatchObject({ byCdn: [{ key: 'a' }, { key: 'b' }, { key: 'default' }] })
    expect(await simulate({ workingCopy: true, requests })).toMatchObject({ moved: { requests: 0 } })
  })

  it('moves no turn and leaves no trace in the audit trail', async () => {
    const before = await control.graphql('{ auditLog { totalCount } }')
    await simulate({ requests: [{ video, count: 7 }] })
    expect(await control.graphql('{ auditLog { totalCount } }')).toEqual(before)
  })

  it.each([
    { input: { revision: 1, workingCopy: true }, error: /^SIMULATION_INVALID config: received "2 configurations"/ },
    { input: { revision: 99 }, error: /^NOT_FOUND revision/ },
    { input: { config: { ...live, cdns: [{ key: 'a', baseUrl: '?' }] } }, error: /^BASE_URL_INVALID/ },
    { input: { assume: [{ cdn: 'c', health: 'HEALTHY' }] }, error: /^UNKNOWN_REFERENCE assume.0.cdn/ },
    { input: { assume: [{ cdn: 'a' }] }, error: /^ASSUMPTION_INVALID assume.0/ },
    { input: { assume: [{ cdn: 'a', load: 201 }] }, error: /^ASSUMPTION_INVALID assume.0/ },
    { input: { assume: [{ cdn: 'a', load: 10, health: 'HEALTHY' }] }, error: /^ASSUMPTION_INVALID assume.0/ },
    {
      input: { assume: ['HEALTHY', 'UNHEALTHY'].map((health) => ({ cdn: 'a', health })) },
      error: /^ASSUMPTION_INVALID assume.1: received "a", allowed is one health and one load for each CDN/,
    },
    { input: { requests: null }, error: /^NOTHING_RECORDED windowSeconds: received "no recorded request of the last 3600 s"/ },
    { input: { requests: null, windowSeconds: 60 }, error: /^NOTHING_RECORDED .*60 s/ },
    { input: { requests: [] }, error: /^SIMULATION_INVALID requests/ },
    { input: { requests: [{ video, count: 0 }] }, error: /^SIMULATION_INVALID requests.0.count/ },
    {
      input: {
        requests: [
          { video, count: 99_999 },
          { video, count: 2 },
        ],
      },
      error: /^SIMULATION_INVALID requests/,
    },
    { input: { requests: [{ video }], windowSeconds: 5 }, error: /^SIMULATION_INVALID windowSeconds/ },
    { input: { requests: [{ video, clientIp: 'x' }] }, error: /^IP_INVALID requests.0.clientIp/ },
  ])('refuses $input with $error', async ({ input, error }) => {
    expect(await simulate({ requests: [{ video }], ...input })).toEqual([expect.stringMatching(error)])
  })

  it('takes 10,000 given requests, and no more', async () => {
    const requests = Array.from({ length: 10_000 }, (_, index) => (index === 0 ? { video, clientIp: 'x' } : { video }))
    expect(await simulate({ requests })).toEqual([expect.stringMatching(/^IP_INVALID requests.0.clientIp/)])
    expect(await simulate({ requests: [...requests, { video }] })).toEqual([
      expect.stringMatching(/^SIMULATION_INVALID requests: received "10001 entries", allowed is "?1 to 10000 entries/),
    ])
  })

  it('refuses a second one of the same caller', async () => {
    const both = await Promise.all([simulate({ requests: [{ video }] }), simulate({ requests: [{ video }] })])
    expect(both.filter((one) => Array.isArray(one) && String(one[0]).startsWith('SIMULATION_RUNNING'))).toHaveLength(1)
  })
})
