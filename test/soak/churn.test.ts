import { readdir } from 'node:fs/promises'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { rssMbOf } from '../bench/measure/process-tree.ts'
import { openSluice, type Sluice } from '../bench/measure/sluice.ts'
import { fitSlope, type Point } from '../load/judge/slope.ts'
import { during, startChurn } from '../support/churning-clients.ts'
import { ask } from '../support/http.ts'
import { startLoad } from '../support/load.ts'
import { until } from '../support/until.ts'

/** Half an hour by hand: CHURN_SECONDS=1800 npm run test:soak -- test/soak/churn.test.ts */
const SECONDS = Number(process.env['CHURN_SECONDS'] ?? 60)
const SEED = Number(process.env['SEED'] ?? 20)
const CHURNING = 50
const IDLE = 10_000
/** Of an idle connection, in the worker: its sockets of node:net would take some 5. */
const MAX_IDLE_KB = 8
const PLAIN = 'GET /?video=http://s1.origin-cluster/v/x.m3u8 HTTP/1.1\r\nHost: a\r\n\r\n'

let sluice: Sluice
beforeEach(async () => {
  const { FAST_TIER = 'auto' } = process.env
  sluice = await openSluice({ env: { FAST_TIER, MAX_CONNECTIONS: String(IDLE + 1_000) } })
})
afterEach(() => sluice.group.destroy())

const filesOf = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length

it(
  `keeps nothing of clients that churn for ${SECONDS} s, and fails no redirect of others`,
  { timeout: SECONDS * 1_000 + 120_000 },
  async () => {
    const { group, workerPid } = sluice
    const url = `${group.url}/?video=http://s1.origin-cluster/v/x.m3u8`
    const filesBefore = await filesOf(workerPid)
    const load = startLoad(url, 2)
    const churn = startChurn(group.port, CHURNING, SEED)
    const startedMs = performance.now()
    const points: Point[] = []
    const failures: string[] = []
    await during(SECONDS * 1_000, Math.max(200, SECONDS * 5), async () => {
      const answer = await ask(url).then(
        ({ status }) => String(status),
        (error: Error) => error.message,
      )
      if (answer !== '302') failures.push(`new connection: ${answer}`)
      points.push({ x: (performance.now() - startedMs) / 60_000, y: await rssMbOf([workerPid]) })
    })
    const counts = await churn.stop()
    const settled = await load.stop()
    const slope = fitSlope(points.slice(points.length / 2))
    console.log({ counts, redirects: settled.redirects, rssMb: [points[0]?.y, points.at(-1)?.y], slopeMbPerMinute: slope })
    expect([...failures, ...settled.failures]).toEqual([])
    await until('the worker has closed them', 40_000, async () => (await filesOf(workerPid)) <= filesBefore)
    expect((slope?.low ?? 0) * (SECONDS / 120)).toBeLessThan(10) // MB over the half that was looked at
  },
)

it(`holds ${IDLE} idle connections for little memory`, { timeout: 120_000 }, async () => {
  const { group, workerPid } = sluice
  const sockets: Socket[] = []
  const before = await rssMbOf([workerPid])
  for (let opened = 0; opened < IDLE; opened += 500)
    sockets.push(...(await Promise.all(Array.from({ length: 500 }, () => open(group.port)))))
  const files = await filesOf(workerPid)
  const kilobytes = (((await rssMbOf([workerPid])) - before) * 1_024) / IDLE
  for (const socket of sockets) socket.destroy()
  console.log({ files, kilobytesEach: kilobytes })
  expect(kilobytes).toBeLessThan(MAX_IDLE_KB)
})

/** Opens a connection, which is idle behind one redirect. */
async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(PLAIN)
  await once(socket, 'data')
  return socket
}
