import { afterEach, beforeEach, expect, it } from 'vitest'
import { openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
beforeEach(async () => {
  control = await openControl()
})
afterEach(() => control.close())

const config = {
  cdns: [{ key: 'b', baseUrl: 'b.example.com' }],
  originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
  settings: { ratio: 4 },
}
const changes = [
  { path: 'cdns.b', kind: 'ADDED' },
  { path: 'cdns.default', kind: 'REMOVED' },
  { path: 'settings.ratio', kind: 'CHANGED' },
]

async function apply(input: object) {
  const { data } = await control.graphql<{ applyConfig: Record<string, unknown> }>(
    `mutation($input: ApplyConfigInput!) { applyConfig(input: $input) {
      ... on ApplyConfigSuccess { revision { number message } changes { path kind } }
      ... on UserError { code field }
    } }`,
    { input },
  )
  return data.applyConfig
}

it('publishes a whole document at once, and the working copy becomes the same', async () => {
  await control.graphql('mutation { upsertCdn(input: { key: "pending", baseUrl: "p.example.com" }) { __typename } }')
  expect(await apply({ config, message: 'from git' })).toEqual({ revision: { number: 2, message: 'from git' }, changes })
  const { workingCopy, live } = await control.store.state()
  expect(workingCopy).toEqual(live?.config)
})

it('changes nothing on a dry run, and tells the same', async () => {
  const before = await control.store.state()
  expect(await apply({ config, dryRun: true })).toEqual({ revision: null, changes })
  expect(await control.store.state()).toEqual(before)
})

it('makes no revision of what is live already', async () => {
  await apply({ config })
  expect(await apply({ config })).toEqual({ revision: { number: 2, message: null }, changes: [] })
})

it.each([
  {
    what: 'a bad value',
    input: { config: { ...config, settings: { ratio: -1 } } },
    code: 'RATIO_INVALID',
    field: 'settings.ratio',
  },
  {
    what: 'a key twice',
    input: { config: { ...config, cdns: [...config.cdns, ...config.cdns] } },
    code: 'DUPLICATE',
    field: 'cdns.b.key',
  },
  {
    what: 'a bad whole',
    input: { config: { ...config, cdns: [{ ...config.cdns[0], weight: 0 }] } },
    code: 'ZERO_WEIGHT',
    field: 'cdns',
  },
  { what: 'a missing value', input: { config: { ...config, cdns: [{ key: 'c' }] } }, code: 'REQUIRED', field: 'cdns.c.baseUrl' },
  { what: 'another live revision', input: { config, expectedRevision: 9 }, code: 'STALE_REVISION', field: 'expectedRevision' },
])('refuses $what, dry run or not, and changes nothing', async ({ input, code, field }) => {
  const before = await control.store.state()
  expect(await apply({ ...input, dryRun: true })).toEqual({ code, field })
  expect(await apply(input)).toEqual({ code, field })
  expect(await control.store.state()).toEqual(before)
})

async function findings(input: object) {
  const { data } = await control.graphql<{ applyConfig: Record<string, unknown> }>(
    `mutation($input: ApplyConfigInput!) { applyConfig(input: $input) {
      ... on ApplyConfigSuccess { revision { number } warnings { code path } }
      ... on InvalidInput { code issues { severity code path message remedy } }
    } }`,
    { input },
  )
  return data.applyConfig
}

it.each([{ dryRun: true }, { dryRun: false }])('tells all that is wrong or odd with a document at once: %j', async (options) => {
  const bad = {
    cdns: [
      { key: 'b', baseUrl: 'b b', weight: 5000 },
      { key: 'l', baseUrl: 'localhost' },
    ],
    originClusters: [
      { key: 'o', hostSuffix: 'x' },
      { key: 'p', hostSuffix: 'x' },
    ],
    settings: { ratio: -4 },
  }
  const answer = await findings({ config: bad, ...options })
  expect(answer).toMatchObject({
    code: 'BASE_URL_INVALID',
    issues: [
      { severity: 'ERROR', code: 'BASE_URL_INVALID', path: 'cdns.b.baseUrl' },
      {
        severity: 'ERROR',
        code: 'WEIGHT_INVALID',
        path: 'cdns.b.weight',
        message: 'received 5000, allowed is an integer from 0 to 1000',
      },
      { severity: 'ERROR', code: 'DUPLICATE', path: 'originClusters.p.hostSuffix' },
      { severity: 'ERROR', code: 'RATIO_INVALID', path: 'settings.ratio', remedy: 'give a ratio in this range' },
      { severity: 'WARNING', code: 'CDN_OUT_OF_REACH', path: 'cdns.l.baseUrl' },
    ],
  })
  expect(answer['issues']).toHaveLength(5)
})

it('tells what a document warns of, live or not', async () => {
  const odd = { ...config, settings: { redirectStatus: 301 } }
  const warnings = [{ code: 'PERMANENT_REDIRECT', path: 'settings.redirectStatus' }]
  expect(await findings({ config: odd, dryRun: true })).toEqual({ revision: null, warnings })
  expect(await findings({ config: odd })).toEqual({ revision: { number: 2 }, warnings })
  expect(await findings({ config })).toEqual({ revision: { number: 3 }, warnings: [] })
})

it('refuses, where it is asked to, what the live revision does not warn of', async () => {
  const odd = { ...config, settings: { redirectStatus: 301 } }
  const refused = {
    code: 'WARNINGS_NOT_ACKNOWLEDGED',
    issues: [{ severity: 'WARNING', code: 'PERMANENT_REDIRECT', path: 'settings.redirectStatus' }],
  }
  const before = await control.store.state()
  expect(await findings({ config: odd, acknowledgeWarnings: false, dryRun: true })).toMatchObject(refused)
  expect(await findings({ config: odd, acknowledgeWarnings: false })).toMatchObject(refused)
  expect(await control.store.state()).toEqual(before)
  expect(await findings({ config: odd, acknowledgeWarnings: true })).toMatchObject({ revision: { number: 2 } })
  const known = { ...odd, settings: { redirectStatus: 308 } }
  expect(await findings({ config: known, acknowledgeWarnings: false })).toMatchObject({ revision: { number: 3 } })
})
