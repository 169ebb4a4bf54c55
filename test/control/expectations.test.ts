import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { sluiceHere } from '../support/sluice-command.ts'

// Who breaks an expectation is refused, by every way in. The ratio gives all to the origin, so that it alone breaks one.

const expectation = { key: 'swiss', name: 'No contract for CH', when: { countries: ['CH'] }, never: ['second'] }
const holding = {
  cdns: [
    { key: 'default', baseUrl: 'cdn.example.com' },
    { key: 'second', baseUrl: 'second.example.com' },
  ],
  originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
  pools: [
    { key: 'both', members: [{ cdn: 'default', weight: 3 }, { cdn: 'second' }] },
    { key: 'swiss', members: [{ cdn: 'default' }] },
  ],
  rules: [
    { key: 'swiss', position: 1, pool: 'swiss', match: { countries: ['CH'] } },
    { key: 'others', position: 2, pool: 'both' },
  ],
  expectations: [expectation],
  settings: { ratio: 1 },
}
/** The pool for CH falls back to the other one. */
const breaking = {
  ...holding,
  pools: [
    { key: 'both', members: [{ cdn: 'second' }] },
    { key: 'swiss', members: [{ cdn: 'default' }], fallbacks: ['both'] },
  ],
  settings: { ratio: 10 },
}
const broken = {
  code: 'EXPECTATION_BROKEN',
  path: 'expectations.swiss',
  message:
    '"second" gets http://s0.origin-cluster/x for a client of CH (192.0.2.1), by the rule "swiss" and the pool "both", while "default" is out',
}

let control: ControlUnderTest
let service: { readonly url: string; readonly token: string }
beforeAll(async () => {
  control = await openControl({ clock: systemClock, limits: { requestsPerSecond: 0 } })
  service = { url: await control.app.listen({ port: 0, host: '127.0.0.1' }), token: adminToken }
  for (const config of [{ ...holding, expectations: [] }, holding]) await applyConfig(config)
})
afterAll(() => control.close())

const applyConfig = (config: object) =>
  control.graphql<{ applyConfig: object }>(
    `mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) {
      ... on ApplyConfigSuccess { revision { number } }
      ... on UserError { code field }
      ... on InvalidInput { issues { code path message } }
    } }`,
    { config },
  )
const liveNumber = async () => (await control.store.live())?.number

it('applyConfig tells where, and a request that shows it', async () => {
  expect((await applyConfig(breaking)).data.applyConfig).toEqual({
    code: broken.code,
    field: broken.path,
    issues: [broken],
  })
  expect(await liveNumber()).toBe(3)
})

it('validate and publish tell the same of a working copy, which may be edited to that', async () => {
  const { data } = await control.graphql<Record<string, Record<string, unknown>>>(`mutation {
    both: upsertPool(input: { key: "both", members: [{ cdn: "second" }] }) { __typename }
    swiss: upsertPool(input: { key: "swiss", fallbacks: ["both"] }) { __typename }
    settings: updateSettings(input: { ratio: 10 }) { __typename }
    validate { valid issues { code path message } }
    publish(input: {}) { ... on UserError { code field } ... on InvalidInput { issues { code path message } } }
    discardChanges { __typename }
  }`)
  expect(data['both']).toEqual({ __typename: 'UpsertPoolSuccess' })
  expect(data['validate']).toMatchObject({ valid: false, issues: [broken] })
  expect(data['publish']).toEqual({ code: broken.code, field: broken.path, issues: [broken] })
  expect(await liveNumber()).toBe(3)
})

it('PUT /config is refused with 400', async () => {
  const { data } = await applyConfig({ ...breaking, settings: { ratio: 1 } })
  expect(data.applyConfig).toEqual({ revision: { number: 4 } })
  const answer = await control.app.inject({
    method: 'PUT',
    url: '/config',
    headers: { authorization: `Bearer ${adminToken}` },
    payload: { ratio: 10 },
  })
  expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: { code: broken.code, field: broken.path } }])
  expect(await liveNumber()).toBe(4)
})

it('a rollback is bound by what the earlier revision itself expects', async () => {
  const { data } = await control.graphql<{ rollback: object }>(
    'mutation { rollback(input: { toRevision: 2 }) { ... on RollbackSuccess { revision { number } } ... on UserError { code } } }',
  )
  expect(data.rollback).toEqual({ revision: { number: 5 } })
  expect((await applyConfig(holding)).data.applyConfig).toEqual({ revision: { number: 6 } })
})

it('config apply and publish say it at a shell', async () => {
  const input = JSON.stringify({ formatVersion: 6, ...breaking })
  const applied = await sluiceHere(['config', 'apply', '-', '--yes'], service, { input })
  expect(applied).toMatchObject({ code: 65, stdout: '', stderr: expect.stringContaining(`error ${broken.code} ${broken.path}`) })
  expect(applied.stderr).toContain(broken.message)
  await sluiceHere(['pool', 'set', 'swiss', '--fallbacks', 'both'], service)
  await sluiceHere(['settings', 'set', '--ratio', '10'], service)
  const published = await sluiceHere(['publish'], service)
  expect(published).toMatchObject({ code: 65, stderr: expect.stringContaining(`${broken.code}: ${broken.path}`) })
  expect(await liveNumber()).toBe(6)
})

it.each([
  ['deleteCdn(key: "second")', 'expectations.swiss.never'],
  ['deleteCdn(key: "third")', 'expectations.third.cdn'],
  ['deleteOriginCluster(key: "live")', 'expectations.third.when.originClusters'],
])('%s is IN_USE while an expectation names it', async (mutation, where) => {
  const { data } = await control.graphql<Record<string, object>>(`mutation {
    discardChanges { __typename }
    a: upsertCdn(input: { key: "third", baseUrl: "third.example.com" }) { __typename }
    b: upsertOriginCluster(input: { key: "live", hostSuffix: "live.example.com" }) { __typename }
    c: upsertPool(input: { key: "both", members: [{ cdn: "default" }] }) { __typename }
    d: upsertExpectation(input: { key: "third", when: { originClusters: ["live"] }, cdn: "third", atMostPercent: 50 }) { __typename }
    gone: ${mutation} { ... on UserError { code message } }
  }`)
  expect(data['d']).toEqual({ __typename: 'UpsertExpectationSuccess' })
  expect(data['gone']).toEqual({ code: 'IN_USE', message: expect.stringContaining(where) })
})
