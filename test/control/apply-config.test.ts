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
  { what: 'a bad value', input: { config: { ...config, settings: { ratio: -1 } } }, code: 'RATIO_INVALID', field: 'ratio' },
  {
    what: 'a key twice',
    input: { config: { ...config, cdns: [...config.cdns, ...config.cdns] } },
    code: 'DUPLICATE',
    field: 'key',
  },
  {
    what: 'a bad whole',
    input: { config: { ...config, cdns: [{ ...config.cdns[0], weight: 0 }] } },
    code: 'ZERO_WEIGHT',
    field: 'cdns',
  },
  { what: 'a missing value', input: { config: { ...config, cdns: [{ key: 'c' }] } }, code: 'REQUIRED', field: 'baseUrl' },
  { what: 'another live revision', input: { config, expectedRevision: 9 }, code: 'STALE_REVISION', field: 'expectedRevision' },
])('refuses $what, dry run or not, and changes nothing', async ({ input, code, field }) => {
  const before = await control.store.state()
  expect(await apply({ ...input, dryRun: true })).toEqual({ code, field })
  expect(await apply(input)).toEqual({ code, field })
  expect(await control.store.state()).toEqual(before)
})
