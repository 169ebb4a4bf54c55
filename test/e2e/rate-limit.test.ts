import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'

let group: Group
beforeAll(async () => {
  group = await startGroup({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
})
afterAll(() => group.destroy())

async function publish(rateLimit: object | null): Promise<void> {
  const mutation = `mutation($input: SettingsInput!) {
    updateSettings(input: $input) { __typename } publish(input: {}) { __typename }
  }`
  const { data } = await graphql(group.url, group.token, mutation, { input: { rateLimit } })
  expect(data).toEqual({ updateSettings: { __typename: 'UpdateSettingsSuccess' }, publish: { __typename: 'PublishSuccess' } })
}

async function workers(): Promise<unknown> {
  return (await graphql(group.url, group.token, '{ workers { id pid } }')).data
}

/** Of so many requests from this address, sent at once: how many were answered with each status. */
async function statuses(address: string, count: number): Promise<Record<number, number>> {
  const headers = { 'x-forwarded-for': address }
  const answers = await Promise.all(Array.from({ length: count }, () => ask(`${group.url}${video}`, { headers })))
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

it('is off, goes on with a publish, and off again with the next, in the same worker', async () => {
  const before = await workers()
  expect(await statuses('192.0.2.1', 20)).toEqual({ 302: 20 })
  await publish({ perAddress: { perSecond: 1, burst: 5 } })
  const sinceMs = performance.now()
  const { 302: through = 0, 429: refused = 0 } = await statuses('192.0.2.1', 50)
  expect(through + refused).toBe(50)
  expect(through).toBeGreaterThanOrEqual(5)
  expect(through).toBeLessThanOrEqual(5 + Math.floor((performance.now() - sinceMs) / 1_000))
  expect(refused).toBeGreaterThan(0)
  expect(await statuses('192.0.2.2', 5)).toEqual({ 302: 5 })
  await publish(null)
  expect(await statuses('192.0.2.1', 20)).toEqual({ 302: 20 })
  expect(await workers()).toEqual(before)
})
