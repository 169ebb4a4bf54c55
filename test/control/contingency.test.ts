import { afterAll, beforeAll, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'

const capacity = { requestsPerSecond: 100, softPercent: 80, hardPercent: 100 }
const live = {
  settings: { ratio: 0 },
  cdns: ['a', 'b', 'c'].map((key) => ({ key, baseUrl: `${key}.example.com`, capacity })),
  originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
}

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl()
  await control.graphql(`mutation ($config: RoutingConfigInput!) { applyConfig(input: { config: $config }) { __typename } }`, {
    config: live,
  })
})
afterAll(() => control.close())

async function contingency(input: object) {
  const { data, errors } = await control.graphql<{ contingency: readonly object[] | null }>(
    `query ($input: ContingencyInput!) {
      contingency(input: $input) {
        down basis requestsPerSecond lostShare
        cdns { key share requestsPerSecond capacity percent isOverloaded }
        originClusters { key requestsPerSecond budget percent isOverloaded }
      }
    }`,
    { input },
  )
  return errors === undefined ? data.contingency : errors.map(({ extensions: { code }, message }) => `${code} ${message}`)
}

it('tells each failure by weights where nothing was recorded: as much as comes before a CDN is above soft', async () => {
  const left = (key: string) => ({ key, share: 0.5, requestsPerSecond: 120, capacity: 100, percent: 120, isOverloaded: true })
  const common = { basis: 'WEIGHTS', requestsPerSecond: 240, lostShare: 0, originClusters: [] }
  expect(await contingency({})).toEqual([
    { down: ['a'], ...common, cdns: [left('b'), left('c')] },
    { down: ['b'], ...common, cdns: [left('a'), left('c')] },
    { down: ['c'], ...common, cdns: [left('a'), left('b')] },
  ])
})

it('tells pairs, with as many requests as somebody says', async () => {
  const told = await contingency({ failures: 2, requestsPerSecond: 90 })
  expect(told).toMatchObject([{ down: ['a', 'b'], cdns: [{ key: 'c', percent: 90, isOverloaded: false }] }, {}, {}])
})

it('tells those of another configuration', async () => {
  const config = { ...live, cdns: live.cdns.slice(0, 2) }
  expect(await contingency({ config, requestsPerSecond: 90 })).toMatchObject([
    { down: ['a'], cdns: [{ key: 'b', percent: 90 }] },
    { down: ['b'], cdns: [{ key: 'a', percent: 90 }] },
  ])
})

it('refuses other numbers of failures', async () => {
  expect(await contingency({ failures: 3 })).toEqual([expect.stringContaining('FAILURES_INVALID')])
})

it('refuses other rates, and says which it takes', async () => {
  expect(await contingency({ requestsPerSecond: 0 })).toEqual([
    'INPUT_INVALID input.requestsPerSecond: received 0, allowed is an integer from 1 to 100000000; correct it',
  ])
})

it('validate and publish warn of it, and a publish that acknowledges no warning is held up', async () => {
  const path = await control.graphql<{ validate: { issues: readonly object[] } }>(
    `mutation { validate { issues { code path } } }`,
  )
  const overloads = ['a', 'b', 'c'].map((key) => ({ code: 'OVERLOAD_IF_DOWN', path: `cdns.${key}` }))
  expect(path.data.validate.issues).toEqual(overloads)
  const config = { ...live, cdns: [...live.cdns, { key: 'd', baseUrl: 'd.example.com', capacity }] }
  const { data } = await control.graphql(
    `mutation ($config: RoutingConfigInput!) {
      applyConfig(input: { config: $config, acknowledgeWarnings: false }) { __typename ... on InvalidInput { code issues { code path } } }
    }`,
    { config },
  )
  expect(data).toEqual({
    applyConfig: {
      __typename: 'InvalidInput',
      code: 'WARNINGS_NOT_ACKNOWLEDGED',
      issues: [{ code: 'OVERLOAD_IF_DOWN', path: 'cdns.d' }],
    },
  })
})
