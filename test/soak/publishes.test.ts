import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rssMbOf } from '../bench/measure/process-tree.ts'
import { percentile } from '../bench/publish-to-redirect.ts'
import { put, video } from '../support/admin.ts'
import { canariesOf } from '../support/canary.ts'
import { startLoad } from '../support/load.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

const PUBLISHES = 1_000
const PUBLISHERS = 4
const workerIds = ['worker-1', 'worker-2']

let group: Group
beforeEach(async () => {
  group = await startGroup({ env: { WORKERS: String(workerIds.length) } })
})
afterEach(() => group.destroy())

it('makes 1,000 revisions within a minute under load, fails nothing, and has every worker on the last one within 1 s', async () => {
  const canaries = canariesOf(group)
  const control = await controlPidOf(group)
  const before = await sizes(control)
  const load = startLoad(`${group.url}${video}`, 2)
  const started = performance.now()
  const published = await publishAll()
  const tookMs = performance.now() - started
  const last = PUBLISHES + 1
  const followedMs = await until('every worker runs the last one', 1_000, async () => {
    const running = (await canaries.workers()).map(({ id, revision, state }) => [id, revision, state].join(' '))
    return running.toSorted().join() === workerIds.map((id) => [id, last, 'READY'].join(' ')).join()
  })
  const { redirects, failures } = await load.stop()
  const after = await sizes(control)

  const answerMs = published.map(({ ms }) => ms)
  const ms = (percent: number): string => `${percentile(answerMs, percent).toFixed(0)} ms`
  console.log(
    `${(PUBLISHES / (tookMs / 1_000)).toFixed(1)} publishes/s; answered after p50 ${ms(50)}, p99 ${ms(99)}, max ${ms(100)}; ` +
      `all workers on the last after ${followedMs.toFixed(0)} ms; ${redirects} redirects; ` +
      `control process ${before.rssMb.toFixed(0)} to ${after.rssMb.toFixed(0)} MB, ` +
      `data folder ${before.dataMb.toFixed(0)} to ${after.dataMb.toFixed(0)} MB`,
  )
  expect(published.filter(({ status }) => status !== 200)).toEqual([])
  const numbers = published.map(({ revision }) => revision).toSorted((one, other) => one - other)
  expect(numbers).toEqual(Array.from({ length: PUBLISHES }, (_, index) => index + 2))
  expect([failures, redirects > 1_000]).toEqual([[], true])
  expect(tookMs).toBeLessThan(60_000)
})

type Published = { readonly status: number; readonly revision: number; readonly ms: number }

/** As fast as they are answered, each publisher one after the other; every one changes what is live. */
async function publishAll(): Promise<readonly Published[]> {
  const published: Published[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: PUBLISHERS }, async () => {
      while (next < PUBLISHES) {
        next += 1
        const asked = performance.now()
        const { status, body } = await put(group, { cdn_host: `c${next}.example.com` })
        const { revision } = JSON.parse(body) as { readonly revision: number }
        published.push({ status, revision, ms: performance.now() - asked })
      }
    }),
  )
  return published
}

async function sizes(control: number): Promise<{ readonly rssMb: number; readonly dataMb: number }> {
  const entries = await readdir(group.dataDir, { recursive: true, withFileTypes: true })
  const bytes = await Promise.all(
    // The database removes files meanwhile.
    entries
      .filter((entry) => entry.isFile())
      .map((file) =>
        stat(join(file.parentPath, file.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  )
  return { rssMb: await rssMbOf([control]), dataMb: bytes.reduce((sum, size) => sum + size, 0) / 2 ** 20 }
}
