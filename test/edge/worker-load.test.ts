import { afterEach, expect, it } from 'vitest'
import { revisionWith } from '../support/config.ts'
import { openInMemoryAccessLog } from '../support/access-log.ts'
import { loadSetWith, unbound } from '../support/cdn-loads.ts'
import { openEdge, type Edge, type EdgeParts } from '../support/edge.ts'
import { ask } from '../support/http.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const cdns = ['a', 'b'].map((key) => ({ key, capacity: unbound }))
const revision = revisionWith({ ratio: 0, cdns, accessLog: { oneIn: 1 } })

const opened: Edge[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function listening(parts: EdgeParts = {}): Promise<Edge> {
  const edge = await openEdge(parts, revision)
  opened.push(edge)
  return edge
}

it('load that comes decides the next request, and is reported at once with its version', async () => {
  const { url, link } = await listening()
  const told = (loads: ReturnType<typeof loadSetWith>) => {
    const before = link.reports.all.length
    link.sendOrders({ load: loads })
    return link.reports.all.slice(before).map((report) => [report.load, report.loads])
  }
  expect(link.reports.all.at(-1)).toMatchObject({ load: null })
  expect(told(loadSetWith(7, { a: 0 }))).toEqual([[7, [{ key: 'a', keepPercent: 0, roomPercent: 100 }]]])
  expect(await hostsOf(url, 3)).toBe('b b b')
  expect(told(loadSetWith(7, { a: 0 }))).toEqual([])
  expect(told(loadSetWith(6, {}))).toEqual([[6, undefined]])
  expect(await hostsOf(url, 2)).toBe('b a')
})

it('says in log and counts that no CDN had room, and redirects all the same', async () => {
  const accessLog = openInMemoryAccessLog()
  const { url, link, clock } = await listening({ accessLog })
  link.sendOrders({ load: loadSetWith(1, { a: 0, b: 0 }) })
  expect(await hostsOf(url, 4)).toBe('a b a b')
  expect(accessLog.lines.map(({ reason, cdn, status }) => [reason, cdn, status])).toEqual([
    ['SATURATED', 'a', 302],
    ['SATURATED', 'b', 302],
    ['SATURATED', 'a', 302],
    ['SATURATED', 'b', 302],
  ])
  await clock.advance(1_000)
  expect(link.reports.all.at(-1)?.traffic.byReason).toEqual(new Map([['SATURATED', 4]]))
})

async function hostsOf(url: string, requests: number): Promise<string> {
  const hosts: string[] = []
  for (let request = 0; request < requests; request += 1) {
    const { headers } = await ask(`${url}${video}`)
    hosts.push(new URL(headers.location ?? 'http://none').host.replace('.cdn.example.com', ''))
  }
  return hosts.join(' ')
}
