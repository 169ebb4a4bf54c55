import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { ask } from '../support/http.ts'
import { childrenOf, startGroup } from '../support/process-group.ts'
import { openRawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'

it('says how many connections it holds where fewer files may be open than MAX_CONNECTIONS needs', async () => {
  const group = await startGroup({ openFiles: 1_000, env: { MAX_CONNECTIONS: '800' } })
  const line = 'a process may have 1000 files open, so each holds 595 connections at once, not MAX_CONNECTIONS=800'
  expect(group.stderr()).toContain(`sluice: ${line}; raise the limit for that with "ulimit -n 1256"\n`)
  await group.destroy()
})

it('lets no process end by more idle connections than files may be open; redirects go on', async () => {
  const group = await startGroup({ openFiles: 1_024, env: { WORKERS: '1' } })
  const processes = await childrenOf(group.primaryPid)
  const player = await openRawClient(group.port)
  const redirect = async (): Promise<void> => {
    const before = player.received().length
    await player.send(`GET ${video} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await until('a redirect', 2_000, () => player.received().slice(before).startsWith('HTTP/1.1 302'))
  }
  await redirect()
  const idle: Socket[] = []
  for (let count = 0; count < 1_100; count += 1) {
    const socket = connect(group.port, '127.0.0.1').on('error', () => undefined)
    idle.push(socket)
  }
  await Promise.all(idle.slice(0, 400).map((socket) => once(socket, 'connect')))
  const startedMonoMs = performance.now()
  await until('two reports of the worker', 5_000, async () => {
    await redirect()
    return performance.now() - startedMonoMs > 3_000
  })
  expect(await childrenOf(group.primaryPid)).toEqual(processes)
  for (const socket of idle) socket.destroy()
  expect((await ask(`${group.url}${video}`, { timeoutMs: 5_000 })).status).toBe(302)
  expect(await childrenOf(group.primaryPid)).toEqual(processes)
  await group.destroy()
})
