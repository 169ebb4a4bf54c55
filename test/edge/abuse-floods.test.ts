import { expect, it } from 'vitest'
import { openEdge } from '../support/edge.ts'
import { flood } from '../support/floods.ts'
import { startLoad } from '../support/load.ts'
import { until } from '../support/until.ts'

it(
  'fails no redirect in a flood of connections that are dropped, send garbage or end in the middle',
  { timeout: 20_000 },
  async () => {
    const edge = await openEdge()
    const canary = startLoad(`${edge.url}/?video=http://s1.origin-cluster/v/x.m3u8`, 2)
    const answers = await flood(edge.port, { dropped: 400, garbage: 200, halfHeads: 100 })
    const { redirects, failures } = await canary.stop()
    expect(failures).toEqual([])
    expect(redirects).toBeGreaterThan(100)
    expect(answers.filter((statuses) => statuses !== '400')).toEqual([])
    const connections = (): Promise<number> =>
      new Promise((resolve) => edge.worker.app.server.getConnections((_error, count) => resolve(count)))
    // Where the kernel lost a reset, the worker waits in vain for a head.
    await until('every connection is closed', 12_000, async () => (await connections()) === 0)
    await edge.close()
  },
)
