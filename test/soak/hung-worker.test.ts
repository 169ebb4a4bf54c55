import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { childrenOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

type WorkerOf = { readonly id: string; readonly pid: number; readonly state: string }

let group: Group
beforeEach(async () => {
  group = await startGroup({ env: { WORKERS: '2' } })
})
afterEach(() => group.destroy())

const workers = async (): Promise<readonly WorkerOf[]> =>
  (await graphql<{ workers: WorkerOf[] }>(group.url, group.token, '{ workers { id pid state } }')).data?.workers ?? []

type Receipt = { readonly id: string; readonly revision: number; readonly isRunning: boolean; readonly afterMs: number | null }

async function publish(ratio: number, waitForWorkersSeconds: number): Promise<readonly Receipt[]> {
  const { data } = await graphql<{ publish: { workers: Receipt[] } }>(
    group.url,
    group.token,
    `mutation {
      updateSettings(input: { ratio: ${ratio} }) { __typename }
      publish(input: { waitForWorkersSeconds: ${waitForWorkersSeconds} }) {
        ... on PublishSuccess { workers { id revision isRunning afterMs } }
      }
    }`,
  )
  return data?.publish.workers ?? []
}

describe('a worker that hangs', () => {
  it('is told apart in the receipt of a publish from those that run the revision', async () => {
    const running = { isRunning: true, afterMs: expect.any(Number) }
    expect(await publish(4, 10)).toEqual([
      { id: 'worker-1', revision: 2, ...running },
      { id: 'worker-2', revision: 2, ...running },
    ])
    const pid = (await workers()).find(({ id }) => id === 'worker-2')?.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    expect(await publish(5, 2)).toEqual([
      { id: 'worker-1', revision: 3, ...running },
      { id: 'worker-2', revision: 2, isRunning: false, afterMs: null },
    ])
    process.kill(pid, 'SIGCONT')
  })

  it('is replaced within 7 s, and the other one serves meanwhile', async () => {
    const [hung] = await workers()
    process.kill(hung?.pid ?? 0, 'SIGSTOP')
    await until('it is replaced', 7_000, async () => {
      expect((await ask(`${group.url}/?video=http://s1.origin-cluster/v/x.m3u8`)).status).toBe(302)
      const now = (await workers()).find(({ id }) => id === hung?.id)
      return now?.pid !== hung?.pid && now?.state === 'READY'
    })
    expect(group.stdout()).toContain('it has not reported for 5 s: killed, another takes its place')
  })

  it('is not taken for one when the whole group was stopped for 7 s', async () => {
    const before = await workers()
    const everybody = [group.primaryPid, ...(await childrenOf(group.primaryPid))]
    const passed = async (ms: number): Promise<void> => {
      const startedMs = performance.now()
      await until(`${ms} ms have passed`, ms + 1_000, () => performance.now() - startedMs > ms)
    }
    for (const pid of everybody) process.kill(pid, 'SIGSTOP')
    await passed(7_000)
    for (const pid of everybody) process.kill(pid, 'SIGCONT')
    await passed(6_000)
    expect(await workers()).toEqual(before)
  })
})
