import { afterEach, beforeEach, expect, it } from 'vitest'
import { measureStalled, measureSubscribers } from '../bench/subscribers.ts'
import { openSseDashboard, openWebSocketDashboard } from '../support/dashboard.ts'
import { ask } from '../support/http.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let group: Group
beforeEach(async () => {
  group = await startGroup()
})
afterEach(() => group.destroy())

async function publish(ratio: number): Promise<boolean> {
  const headers = { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' }
  return (await ask(`${group.url}/config`, { method: 'PUT', headers, body: JSON.stringify({ ratio }) })).status === 200
}

it('over WebSocket and over SSE show the same revisions in order, over a restart of the control process', async () => {
  const dashboards = [openWebSocketDashboard(group.url, group.token), openSseDashboard(group.url, group.token)]
  await until('both show the first revision', 5_000, () => dashboards.every(({ shown }) => shown.length === 1))
  for (let ratio = 1; ratio <= 5; ratio += 1) expect(await publish(ratio)).toBe(true)
  await until('both show revision 6', 5_000, () => dashboards.every(({ shown }) => shown.at(-1) === 6))

  process.kill(await controlPidOf(group), 'SIGKILL')
  await until('the control process is back', 5_000, () => publish(20))
  await until('both have reconnected', 5_000, () => dashboards.every(({ shown }) => shown.at(-1) === 7))
  for (let ratio = 21; ratio <= 25; ratio += 1) expect(await publish(ratio)).toBe(true)
  await until('both show revision 12', 5_000, () => dashboards.every(({ shown }) => shown.at(-1) === 12))

  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
  expect(dashboards.map(({ shown }) => shown)).toEqual([all, all])
  for (const dashboard of dashboards) await dashboard.close()
})

it('can be 2,000 on one control process', async () => {
  const { rssBefore, rssAfter, lastMs } = await measureSubscribers(2_000, {})
  console.log(
    `2,000 subscribers cost ${Math.round((rssAfter - rssBefore) / 1_048_576)} MB; the last one had a publish after ${lastMs.toFixed(0)} ms`,
  )
  expect(rssAfter - rssBefore).toBeLessThan(400 * 1_048_576)
})

it('that stop reading cost a bounded amount, miss what came in between and get the newest', async () => {
  const { rssBefore, rssAfter, got, gotNewest } = await measureStalled(5, 200, {})
  console.log(
    `5 stalled subscribers: ${Math.round((rssAfter - rssBefore) / 1_048_576)} MB more, ${got} of 200 revisions read later`,
  )
  expect(gotNewest).toBe(true)
  expect(got).toBeLessThan(200)
  expect(rssAfter - rssBefore).toBeLessThan(400 * 1_048_576)
})
