import { readdir, readlink } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { openSluice } from '../bench/measure/sluice.ts'
import { ask } from '../support/http.ts'
import { until } from '../support/until.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const AT_ONCE = 100
const requests = `GET ${video} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(AT_ONCE)

it('are several while new connections wait behind busy ones, and one again afterwards', async () => {
  const sluice = await openSluice()
  const { group, workerPid } = sluice
  expect(await acceptorsOf(workerPid)).toBe(1)
  const busy = Array.from({ length: 10 }, () => keepBusy(group.port))
  const over = new AbortController()
  const askOn = async (): Promise<void> => {
    while (!over.signal.aborted) expect((await ask(group.url + video)).status).toBe(302)
  }
  const asking = Array.from({ length: 20 }, askOn)
  await until('there are several', 20_000, async () => (await acceptorsOf(workerPid)) > 1)
  over.abort()
  await Promise.all(asking)
  for (const socket of busy) socket.destroy()
  await until('there is one', 20_000, async () => (await acceptorsOf(workerPid)) === 1)
  expect((await ask(group.url + video)).status).toBe(302)
  await sluice.stop()
}, 60_000)

/** Asks for many redirects at once, and again as soon as all are answered. */
function keepBusy(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  let answered = 0
  socket.write(requests)
  socket.on('data', (data) => {
    answered += data.toString('latin1').split('HTTP/1.1 302').length - 1
    if (answered % AT_ONCE === 0) socket.write(requests)
  })
  return socket
}

/** Number of descriptors of the listener's socket, which is the only one that has several. */
async function acceptorsOf(pid: number): Promise<number> {
  const counts = new Map<string, number>()
  for (const name of await readdir(`/proc/${pid}/fd`)) {
    const link = await readlink(`/proc/${pid}/fd/${name}`).catch(() => '')
    if (link.startsWith('socket:')) counts.set(link, (counts.get(link) ?? 0) + 1)
  }
  return Math.max(...counts.values())
}
