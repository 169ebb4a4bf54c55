import { afterAll, beforeAll, expect, it } from 'vitest'
import { runOn } from '../support/checked-cdns.ts'
import { startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// An exporter on this machine, asked by a group, and one that reports with a token of its own.

let group: Group
let exporter: FakeCdn
beforeAll(async () => {
  ;[group, exporter] = await Promise.all([startGroup({ env: { WORKERS: '1' } }), startFakeCdn()])
  await exporter.behave({ does: 'ANSWERS', body: '{"percent": 81.5}' })
})
afterAll(async () => {
  await group.destroy()
  await exporter.close()
})

const publish = (fields: string) =>
  runOn(group, `mutation { upsertCdn(input: { key: "default", ${fields} }) { __typename } publish(input: {}) { __typename } }`)

async function cdnsOf(): Promise<{ readonly status: string; readonly message: string }> {
  const { health } = await runOn<{ health: { dependencies: { name: string; status: string; message: string }[] } }>(
    group,
    '{ health { dependencies { name status message } } }',
  )
  return health.dependencies.find(({ name }) => name === 'cdns') ?? { status: '', message: '' }
}

it('opens no connection to an exporter on an internal address, and says so in /health', async () => {
  await publish(`capacity: { requestsPerSecond: 100 }, loadUrl: "${exporter.url}/load"`)
  await until('/health says so', 5_000, async () =>
    (await cdnsOf()).message.includes('the loadUrl of default tells no load: its address is internal, which needs loadInternal'),
  )
  expect((await cdnsOf()).status).toBe('DEGRADED')
  expect(exporter.connections().all).toBe(0)
})

it('asks it once loadInternal allows that, at once', async () => {
  await publish('loadInternal: true')
  await until('it is asked', 5_000, () => exporter.requests.length > 0)
  expect(exporter.requests[0]).toMatch(/^GET \/load HTTP\/1\.1\r\n[^]*user-agent: sluice\/\S+ load\r\n/i)
  await until('/health is well', 5_000, async () => (await cdnsOf()).status === 'OK')
})

it('uses no answer that cannot be, and says so in /health', async () => {
  await exporter.behave({ does: 'ANSWERS', body: '{"percent": 1000.5}' })
  await publish(`loadUrl: "${exporter.url}/other"`)
  await until('/health says so', 5_000, async () => (await cdnsOf()).message.includes('LOAD_INVALID'))
  expect((await cdnsOf()).message).toContain('the loadUrl of default tells no load: LOAD_INVALID: percent: received 1000.5')
})

it('takes reports by a token of the role operator, ten within a second', async () => {
  const { createApiToken } = await runOn<{ createApiToken: { token: string } }>(
    group,
    'mutation { createApiToken(input: { name: "exporter", roles: [OPERATOR] }) { ... on CreateApiTokenSuccess { token } } }',
  )
  const asExporter = { ...group, token: createApiToken.token }
  const reports = Array.from(
    { length: 15 },
    (_, index) => `r${index}: reportLoad(input: { cdn: "default", percent: ${index} }) {
    __typename ... on UserError { code } }`,
  )
  const told = await runOn<Record<string, { code?: string }>>(asExporter, `mutation { ${reports.join('\n')} }`)
  expect(Object.values(told).map(({ code }) => code ?? 'taken')).toEqual([
    ...Array.from({ length: 10 }, () => 'taken'),
    ...Array.from({ length: 5 }, () => 'TOO_SOON'),
  ])
})
