import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { openMany } from '../support/floods.ts'
import { ask } from '../support/http.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { openRawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

let group: Group
let controlPid: number
beforeEach(async () => {
  group = await startGroup()
  controlPid = await controlPidOf(group)
  await ask(`${group.url}${page}`) // the bundle is read when the first browser asks
})
afterEach(() => group.destroy())

/** The largest there is, 5 MB. */
const page = '/graphql/graphiql.js'
const request = `GET ${page} HTTP/1.1\r\nHost: a\r\n\r\n`

async function residentMiB(): Promise<number> {
  const status = await readFile(`/proc/${controlPid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024
}

/** The most memory of the control process, in MiB, behind each of 20 publishes. */
async function mostWhilePublishing(firstRatio: number): Promise<number> {
  let most = 0
  for (let ratio = firstRatio; ratio < firstRatio + 20; ratio += 1) {
    expect((await put(group, { ratio })).status).toBe(200)
    most = Math.max(most, await residentMiB())
  }
  return most
}

describe('an answer that nobody reads', () => {
  it('asked for 200 times in one write, a gigabyte: the control process grows by 128 MiB at most, garbage and all', async () => {
    await mostWhilePublishing(10) // the first publishes make the database grow
    const before = await mostWhilePublishing(30)
    const client = await openRawClient(group.port)
    client.socket.pause()
    await client.send(request.repeat(200))
    const most = await mostWhilePublishing(50)
    client.socket.destroy()
    expect(most - before).toBeLessThan(128)
  })

  it('on 300 connections: redirects and operators go on, and all are let go after 30 s', async () => {
    const clients = await openMany(group.port, 300)
    for (const client of clients) client.socket.pause()
    await Promise.all(clients.map((client) => client.send(request)))
    const isBusy = async (): Promise<boolean> => (await ask(`${group.url}/docs`)).status === 503
    await until('one address has all that it gets without a token', 10_000, isBusy)
    const heldMs = until('it has room again', 60_000, async () => !(await isBusy()))
    expect(await location(group)).toBeDefined()
    expect((await put(group, { ratio: 7 })).status).toBe(200)
    expect(await heldMs).toBeGreaterThan(15_000)
    expect(await heldMs).toBeLessThan(55_000) // Node itself gives a minute
    for (const { socket } of clients) socket.destroy()
  })
})
