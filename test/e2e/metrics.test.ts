import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { parseExposition } from '../support/exposition.ts'
import { ask, graphql } from '../support/http.ts'
import { freePort, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

describe('the metrics of two workers', () => {
  let group: Group
  beforeAll(async () => {
    group = await startGroup({ dataDir, env: { WORKERS: '2', RATIO: '0' } })
  })
  afterAll(() => group.destroy())

  async function samples(): Promise<ReadonlyMap<string, number>> {
    const answer = await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${group.token}` } })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    return parseExposition(answer.body).samples
  }

  const counted = (values: ReadonlyMap<string, number>) => ({
    cdn: values.get('sluice_requests_total{branch="cdn"}'),
    refused: values.get('sluice_requests_total{branch="refused"}'),
    byCdn: values.get('sluice_cdn_requests_total{cdn="default"}'),
    notAllowed: values.get('sluice_refusals_total{code="HOST_NOT_ALLOWED"}'),
    required: values.get('sluice_refusals_total{code="VIDEO_REQUIRED"}'),
  })

  /** Each over a connection of its own, so both workers get some. */
  async function askPlayers(valid: number, notAllowed: number, required: number): Promise<void> {
    const paths = [
      ...Array.from({ length: valid }, () => video),
      ...Array.from({ length: notAllowed }, () => '/?video=http://evil.example.com/x'),
      ...Array.from({ length: required }, () => '/'),
    ]
    await Promise.all(paths.map((path) => ask(`${group.url}${path}`)))
    await ask(`${group.url}${video}`, { method: 'HEAD' })
  }

  it('are for who has a token', async () => {
    const answer = await ask(`${group.url}/metrics`)
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([401, { error: { code: 'UNAUTHENTICATED' } }])
  })

  it('are exactly what was asked for, within two reports of the workers', async () => {
    await askPlayers(40, 7, 3)
    await until('all is counted', 3_000, async () => {
      const { cdn, refused } = counted(await samples())
      return (cdn ?? 0) + (refused ?? 0) >= 50
    })
    const values = await samples()
    expect(counted(values)).toEqual({ cdn: 40, refused: 10, byCdn: 40, notAllowed: 7, required: 3 })
    expect(values.get('sluice_requests_total{branch="origin"}')).toBe(0)
    expect(values.get('sluice_workers{state="ready"}')).toBe(2)
    for (const worker of ['worker-1', 'worker-2']) {
      expect(values.get(`sluice_worker_revision{worker="${worker}"}`)).toBe(values.get('sluice_revision'))
      expect(values.get(`sluice_worker_resident_memory_bytes{worker="${worker}"}`)).toBeGreaterThan(20_000_000)
      expect(values.get(`sluice_worker_cpu_seconds_total{worker="${worker}"}`)).toBeGreaterThan(0)
    }
  })

  it('never go down when a worker is killed, and go on from where they were', async () => {
    const { data } = await graphql<{ workers: { id: string; pid: number }[] }>(group.url, group.token, '{ workers { id pid } }')
    const scraped = await samples()
    const [before, measured] = [counted(scraped), scraped.get('sluice_redirect_duration_seconds_count')]
    expect(measured).toBeGreaterThan(0)
    process.kill(data?.workers[0]?.pid ?? 0, 'SIGKILL')
    await until('both are ready again', 3_000, async () => {
      const now = await samples()
      expect(counted(now)).toEqual(before)
      expect(now.get('sluice_redirect_duration_seconds_count')).toBe(measured)
      const { data: after } = await graphql<typeof data>(group.url, group.token, '{ workers { id pid } }')
      return now.get('sluice_workers{state="ready"}') === 2 && after?.workers[0]?.pid !== data?.workers[0]?.pid
    })
    await askPlayers(10, 2, 1)
    await until('all is counted', 3_000, async () => (counted(await samples()).cdn ?? 0) >= 50)
    await until('refusals too', 3_000, async () => (counted(await samples()).refused ?? 0) >= 13)
    expect(counted(await samples())).toEqual({ cdn: 50, refused: 13, byCdn: 50, notAllowed: 9, required: 4 })
  })
})

it('are open on ADMIN_PORT, and not on the public port then', async () => {
  const adminPort = await freePort()
  const group = await startGroup({ dataDir, env: { ADMIN_PORT: String(adminPort) } })
  const admin = await ask(`http://127.0.0.1:${adminPort}/metrics`)
  expect([admin.status, parseExposition(admin.body).samples.get('sluice_revision')]).toEqual([200, 1])
  const open = await ask(`${group.url}/metrics`)
  expect([open.status, JSON.parse(open.body)]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }])
  await group.destroy()
})
