import { afterEach, beforeEach, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { childrenOf, startGroup, type Group } from '../support/process-group.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

// What a whole life of a group writes to stderr: no line of Node's or of a library's, such as MaxListenersExceededWarning.
const subscriptions = [
  'configPublished { number }',
  'workersChanged { id }',
  'trafficTick { requests }',
  'auditAppended { id }',
  'overridesChanged { kind }',
  'canaryChanged { state }',
]

let group: Group
beforeEach(async () => {
  group = await startGroup({ env: { WORKERS: '2' } })
})
afterEach(() => group.destroy())

it('has lines of Sluice alone, with 96 operations at once on each WebSocket, a reload, two deaths and the end', async () => {
  const sockets = await Promise.all(Array.from({ length: 3 }, () => openLoaded()))
  const streams = await Promise.all(subscriptions.map((one) => subscribe(group.url, group.token, `subscription { ${one} }`)))
  const published = 'mutation { updateSettings(input: { ratio: 3 }) { __typename } publish(input: {}) { __typename } }'
  await graphql(group.url, group.token, published)
  for (const { received } of sockets)
    await until('each has the revision', 5_000, () => received.filter(({ payload }) => isRevision(payload, 2)).length === 11)
  for (const { socket } of sockets.slice(1)) socket.terminate()
  for (const stream of streams.slice(1)) stream.close()

  process.kill(group.primaryPid, 'SIGHUP')
  await until('it is reloaded', 20_000, () => group.stderr().includes('reload: done'))
  const { data } = await graphql<{ workers: { pid: number }[] }>(group.url, group.token, '{ workers { pid } }')
  const workers = data?.workers.map(({ pid }) => pid) ?? []
  const control = (await childrenOf(group.primaryPid)).find((pid) => !workers.includes(pid))
  for (const pid of [control, workers[0]]) process.kill(pid ?? 0, 'SIGKILL')
  await until('it is ready again', 20_000, async () => (await ask(`${group.url}/health/ready`)).status === 200)
  await until('the control process answers', 20_000, async () => (await ask(`${group.url}/docs`)).status === 200)
  const last = await openLoaded()
  expect(await group.end()).toBe(0)
  expect(await last.closed).toBe(1001)
  expect(
    group
      .stderr()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('sluice: ')),
  ).toEqual([])
}, 90_000)

/** A socket with 66 subscriptions that have begun, and 30 queries that were answered; 100 at once are allowed. */
async function openLoaded() {
  const ids = Array.from({ length: 96 }, (_, index) => index)
  const begun = ids.slice(30).map((id) => ({
    type: 'subscribe',
    id: `s${id}`,
    payload: { query: `subscription { ${subscriptions[id % 6]} }` },
  }))
  const asked = ids.slice(0, 30).map((id) => ({ type: 'subscribe', id: `q${id}`, payload: { query: '{ viewer { name } }' } }))
  const init = { type: 'connection_init', payload: { Authorization: `Bearer ${group.token}` } }
  const opened = await openSocket(group.url, [init])
  await until('it is acknowledged', 5_000, () => opened.received.length > 0)
  for (const message of [...begun, ...asked]) opened.socket.send(JSON.stringify(message))
  await until('all is answered', 10_000, () => opened.received.filter(({ type }) => type === 'complete').length === 30)
  return opened
}

function isRevision(payload: unknown, number: number): boolean {
  return JSON.stringify(payload ?? null).includes(`"configPublished":{"number":${number}}`)
}
