import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { FamilyCondition, HealthCondition, HealthSet } from '../../src/core/health/health.ts'
import type { RedirectWorker } from '../../src/edge/worker.ts'
import { revisionWith, type ConfigParts } from '../support/config.ts'
import { openEdge, workerWith, type EdgeParts } from '../support/edge.ts'
import { conditionWith, healthCheck } from '../support/health-effects.ts'
import { openInMemoryHealthFile } from '../support/health-file.ts'
import { ask } from '../support/http.ts'
import { openInMemorySnapshots } from '../support/snapshots.ts'

const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const startEpochMs = Date.UTC(2026, 0, 1)
const out: FamilyCondition = { kind: 'OUT', sinceEpochMs: startEpochMs }
const setOf = (version: number, ...conditions: readonly HealthCondition[]): HealthSet => ({ version, conditions })
const two = (parts: ConfigParts & { readonly number?: number } = {}) =>
  revisionWith({ ratio: 0, cdns: ['a', 'b'].map((key) => ({ key, healthCheck })), ...parts })

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function listening(parts: EdgeParts = {}, revision = two()) {
  const edge = await openEdge(parts, revision)
  opened.push(edge)
  return edge
}

async function hostsOf(url: string, requests: number, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const hosts: string[] = []
  for (let request = 0; request < requests; request += 1) {
    const { headers: answered } = await ask(`${url}${video}`, { headers })
    hosts.push(new URL(answered.location ?? 'http://none').host.replace('.cdn.example.com', '').replace('s1.origin-cluster', 'O'))
  }
  return hosts.join(' ')
}

describe('health', () => {
  it('that comes decides the next request, and stands in the next report', async () => {
    const { url, link, clock } = await listening()
    const reported = async () => {
      const before = link.reports.all.length
      await clock.advance(1_000)
      return link.reports.all.slice(before).map(({ health }) => health)
    }
    expect(await reported()).toEqual([null])
    link.sendOrders({ health: setOf(7, conditionWith('a', out)) })
    expect([await hostsOf(url, 3), await reported()]).toEqual(['b b b', [7]])
    link.sendOrders({ health: setOf(6) })
    expect([await hostsOf(url, 2), await reported()]).toEqual(['b a', [6]])
  })

  it('outlasts a publish of a weight; a publish of a base URL and one without check begin anew', async () => {
    const { url, link } = await listening()
    link.sendOrders({ health: setOf(7, conditionWith('a', out)) })
    const publish = async (number: number, a: object) => {
      link.send(
        two({
          number,
          cdns: [
            { key: 'a', healthCheck, ...a },
            { key: 'b', weight: 0, healthCheck },
          ],
        }),
      )
      return hostsOf(url, 1)
    }
    expect([
      await publish(2, { weight: 9 }),
      await publish(3, { baseUrl: 'other.cdn.example.com' }),
      await publish(4, {}),
      await publish(5, { healthCheck: undefined }),
    ]).toEqual(['b', 'other', 'b', 'a'])
  })

  it('lets a CDN back step by step by itself, though the agent says nothing', async () => {
    const { url, link, clock } = await listening({ random: () => 1_000_000 })
    link.sendOrders({ health: setOf(1, conditionWith('a', { kind: 'RECOVERING', sinceEpochMs: startEpochMs })) })
    const shares: number[] = []
    for (let second = 0; second <= 60; second += 10) {
      shares.push((await hostsOf(url, 22)).split(' ').filter((host) => host === 'a').length)
      await clock.advance(10_000)
    }
    expect(shares).toEqual([2, 3, 6, 7, 9, 10, 11])
  })

  it('of one address family is that of its clients alone', async () => {
    const { url, link } = await listening(
      { trustedProxies: '127.0.0.1' },
      two({
        cdns: [
          { key: 'a', healthCheck },
          { key: 'b', weight: 0 },
        ],
      }),
    )
    link.sendOrders({ health: setOf(1, conditionWith('a', null, out)) })
    const from = (address: string) => hostsOf(url, 1, { 'X-Forwarded-For': address })
    expect([await from('192.0.2.1'), await from('2001:db8::1'), await from('::ffff:192.0.2.1'), await from('::1')]).toEqual([
      'a',
      'b',
      'a',
      'b',
    ])
  })

  it.each([
    { what: 'the agent is away', orders: undefined, host: 'b' },
    { what: 'the agent said what holds', orders: { health: setOf(8) }, host: 'a' },
  ])('on disk holds from the first redirect of a replacement while $what: $host', async ({ orders, host }) => {
    const healthFile = openInMemoryHealthFile({ set: setOf(4, conditionWith('a', out)), cdns: [], waiting: [] })
    const snapshots = openInMemorySnapshots(two())
    const under = workerWith({ snapshots, healthFile, isReplacement: true, overrides: null })
    opened.push(under)
    const started = under.worker.start({ port: 0, host: '127.0.0.1' })
    if (orders !== undefined) under.link.sendOrders(orders)
    await under.clock.advance(300)
    await started
    expect(await hostsOf(urlOf(under.worker), 1)).toBe(host)
  })
})

describe('the budget of the origin', () => {
  const one = (number = 1) => two({ number, cdns: [{ key: 'a', healthCheck }], originClusters: [{ maxRequestsPerSecond: 100 }] })
  const lease = { pid: 1, cluster: 'origin-cluster', perSecond: 10, forMs: 2_000, sentEpochMs: startEpochMs }

  it('is asked without an eligible CDN: by lease the origin, else panic, never a 5xx', async () => {
    const { url, link, clock } = await listening({}, one())
    link.sendOrders({ health: setOf(1, conditionWith('a', out)) })
    expect(await hostsOf(url, 2)).toBe('a a')
    link.sendOrders({ leases: [lease] })
    await clock.advance(100)
    expect(await hostsOf(url, 2)).toBe('O a')
    await clock.advance(1_000)
    link.send(one(2)) // a publish forgets neither lease nor what is saved
    expect(await hostsOf(url, 3)).toBe('O O O')
    await clock.advance(900)
    expect(await hostsOf(url, 2)).toBe('a a')
    await clock.advance(1_000)
    expect(link.reports.all.at(-1)).toMatchObject({
      budgets: [{ cluster: 'origin-cluster', asked: 9, given: 4, perSecond: 0 }],
      traffic: {
        byReason: new Map([
          ['PANIC', 5],
          ['NO_ELIGIBLE_CDN', 4],
        ]),
      },
    })
  })

  it('is not spent by who only looks', async () => {
    const { url, link, clock } = await listening({}, one())
    link.sendOrders({ health: setOf(1, conditionWith('a', out)), leases: [lease] })
    await clock.advance(150)
    for (let look = 0; look < 5; look += 1) await ask(`${url}${video}`, { method: 'HEAD' })
    expect(await hostsOf(url, 2)).toBe('O a')
  })

  it('is full of nothing where no cluster has one: the origin takes everything', async () => {
    const { url, link } = await listening({}, two({ cdns: [{ key: 'a', healthCheck }] }))
    link.sendOrders({ health: setOf(1, conditionWith('a', out)), leases: [lease] })
    expect([await hostsOf(url, 3), link.reports.all.at(-1)?.budgets]).toEqual(['O O O', []])
  })
})

function urlOf({ app }: RedirectWorker): string {
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}
