import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ask, graphql } from './http.ts'
import { startGroup, type Group } from './process-group.ts'
import { startStrictClients, type StrictClients } from './strict-clients.ts'
import { until } from './until.ts'

const path = '/?video=http://s1.origin-cluster/v/x.m3u8'
const everybody = { keepAlive: 40, pausing: 20, short: 10 }

type WorkerOf = { readonly id: string; readonly pid: number; readonly state: string }

/** What players lose when processes come and go under full load. `phaseMs`: how long the load runs before and after each step. */
export function drainSuite(phaseMs: number): void {
  let dataDir: string
  let group: Group
  let clients: StrictClients
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sluice-drain-')) // one for all: making a database takes longest
  })
  afterAll(() => rm(dataDir, { recursive: true }))
  afterEach(async () => {
    await clients.stop()
    await group.destroy()
  })

  async function startUnderLoad(env: Readonly<Record<string, string>>, counts = everybody): Promise<void> {
    group = await startGroup({ dataDir, env })
    clients = startStrictClients(group.port, path, counts)
    await goOn()
  }

  const goOn = async (): Promise<void> => {
    const [before, startedMs] = [clients.answered(), performance.now()]
    await until('they were answered all the time', phaseMs + 10_000, () => {
      return performance.now() - startedMs > phaseMs && clients.answered() > before + 100
    })
  }
  const workers = async (): Promise<readonly WorkerOf[]> =>
    (await graphql<{ workers: WorkerOf[] }>(group.url, group.token, '{ workers { id pid state } }')).data?.workers ?? []

  describe('no request is lost under full load', () => {
    it.each(['1', '2'])('by SIGTERM behind a load balancer, with WORKERS=%s', async (WORKERS) => {
      await startUnderLoad({ WORKERS, PRE_STOP_SECONDS: '2' })
      const exited = group.end()
      await until('not ready', 1_000, async () => (await ask(`${group.url}/health/ready`)).status === 503)
      clients.stopConnecting()
      await clients.ended
      console.log(`SIGTERM, WORKERS=${WORKERS}, of ${clients.answered()}:`, clients.failures())
      expect(clients.failures()).toEqual({})
      expect(await exited).toBe(0)
    })

    it.each(['1', '2'])('by reloading twice, with WORKERS=%s: none is LOST, and all is counted', async (WORKERS) => {
      await startUnderLoad({ WORKERS })
      const before = await workers()
      const seen: WorkerOf[] = []
      for (let time = 1; time <= 2; time += 1) {
        const reloading = reload(dataDir)
        let isOver = false
        void reloading.then(() => (isOver = true))
        await until('the reload is over', 60_000, async () => {
          seen.push(...(await workers()))
          return isOver
        })
        expect(await reloading).toBe(0)
        await goOn()
      }
      await clients.stop()
      console.log(`reload, WORKERS=${WORKERS}, of ${clients.answered()}:`, clients.failures())
      expect(clients.failures()).toEqual({})
      const after = await workers()
      expect(after.map(({ id, state }) => [id, state])).toEqual(before.map(({ id }) => [id, 'READY']))
      expect(after.map(({ pid }) => pid).filter((pid) => before.some((old) => old.pid === pid))).toEqual([])
      expect(new Set(seen.map(({ state }) => state))).toEqual(new Set(['READY']))
      expect(seen.length % before.length).toBe(0)
      await expectCounted(Number(WORKERS), 2)
    })
  })

  it.each(['1', '2'])('a worker killed with -9, of WORKERS=%s, loses at most what it has in hand', async (WORKERS) => {
    await startUnderLoad({ WORKERS })
    const [worker] = await workers()
    process.kill(worker?.pid ?? 0, 'SIGKILL')
    await until('it is replaced', 5_000, async () =>
      (await workers()).every(({ pid, state }) => pid !== worker?.pid && state === 'READY'),
    )
    await goOn()
    const failures = Object.entries(clients.failures())
    console.log(`kill -9, WORKERS=${WORKERS}, of ${clients.answered()}:`, clients.failures())
    expect(failures.filter(([what]) => !/^lost after it was written, .*: (?:closed|read ECONNRESET)$/.test(what))).toEqual([])
    const lost = failures.reduce((sum, [, count]) => sum + count, 0)
    expect(lost).toBeLessThanOrEqual(everybody.keepAlive + everybody.pausing + everybody.short)
  })

  /** The sum of all processes that there were is what the clients got, and the origin's part is off by W and one for each restart. */
  async function expectCounted(workerCount: number, rolls: number): Promise<void> {
    const query = '{ traffic(windowSeconds: 3600) { requests origin } }'
    let traffic = { requests: 0, origin: 0 }
    await until('all reports are in', 5_000, async () => {
      traffic = (await graphql<{ traffic: typeof traffic }>(group.url, group.token, query)).data?.traffic ?? traffic
      return traffic.requests >= clients.answered()
    })
    expect(traffic.requests).toBe(clients.answered())
    expect(Math.abs(traffic.origin - clients.answered() / 10)).toBeLessThan(workerCount + workerCount * rolls)
  }
}

/** `npm run reload`; its exit code. */
async function reload(dataDir: string): Promise<number | null> {
  const { PATH = '', HOME = '' } = process.env
  const cwd = new URL('../..', import.meta.url).pathname
  const child = spawn('npm', ['run', '--silent', 'reload'], { cwd, env: { PATH, HOME, DATA_DIR: dataDir }, stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}
