import { describe, expect, it } from 'vitest'
import { openInProcessLoads } from '../../src/adapters/in-process/shared-loads.ts'
import { openOutsideLoads } from '../../src/agent/outside-loads.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import { StoreUnavailable } from '../../src/ports/config-store.ts'
import type { SharedLoads } from '../../src/ports/shared-loads.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'

const capacity = { requestsPerSecond: 100, mbps: 400, softPercent: 80, hardPercent: 100 }
const percent = (load: number) => ({ percent: load, mbps: null, validSeconds: 30 })

/** Two nodes on one store, under a revision that a test replaces. */
function openNodes() {
  const clock = fixedClock()
  const store = openInProcessLoads(clock)
  const switches = { isAway: false, lists: 0 }
  const sharedLoads: SharedLoads = {
    report: async (cdn, told) => (switches.isAway ? Promise.reject(new StoreUnavailable('away')) : store.report(cdn, told)),
    async list() {
      switches.lists += 1
      return switches.isAway ? Promise.reject(new StoreUnavailable('away')) : store.list()
    },
  }
  let cdns: readonly Partial<Cdn>[] = [{ key: 'fast', capacity }, { key: 'slow', capacity }, { key: 'plain' }]
  const revisions = { current: () => revisionWith({ cdns }) }
  const publish = (next: readonly Partial<Cdn>[]) => void (cdns = next)
  const beside = { clock, storeTime: clock, random: () => 0.5, onProblem: () => undefined }
  const exporter = { answer: '{"percent": 2}' }
  const open = () => openOutsideLoads({ ...beside, sharedLoads, revisions, askLoad: async () => exporter.answer })
  const [a, b] = [open(), open()]
  return { clock, a, b, switches, exporter, publish }
}

describe('the loads from outside', () => {
  it('has a report at once on the node that took it, and with the next second on the other', async () => {
    const { a, b } = openNodes()
    const taken = await a.report('fast', percent(81))
    expect(taken).toMatchObject({ ok: true, value: { cdn: 'fast', percent: 81 } })
    expect(a.list()).toMatchObject([{ cdn: 'fast', percent: 81 }])
    expect(b.list()).toEqual([])
    await b.tick()
    expect(b.list()).toEqual(a.list())
  })

  it.each([
    ['a CDN that is not there', 'gone', 50, 'NOT_FOUND'],
    ['a CDN without a capacity', 'plain', 50, 'LOAD_INVALID'],
    ['more than ten times the capacity', 'fast', 1_001, 'LOAD_INVALID'],
  ])('refuses %s, and asks no store', async (_what, cdn, load, code) => {
    const { a, switches } = openNodes()
    switches.isAway = true
    expect(await a.report(cdn, percent(load))).toMatchObject({ ok: false, problem: { code } })
  })

  it('refuses the eleventh report of a CDN within a second, on whichever node, and keeps the tenth', async () => {
    const { clock, a, b } = openNodes()
    for (let load = 1; load <= 10; load += 1)
      expect(await (load % 2 ? a : b).report('fast', percent(load))).toMatchObject({ ok: true })
    expect(await a.report('fast', percent(11))).toMatchObject({ problem: { code: 'TOO_SOON' } })
    await a.tick()
    expect(a.list()).toMatchObject([{ percent: 10 }])
    await clock.advance(1_001)
    expect(await a.report('fast', percent(12))).toMatchObject({ ok: true })
  })

  it('keeps what it knows while the store is away, and tells the reporter', async () => {
    const { a, switches } = openNodes()
    await a.report('fast', percent(81))
    switches.isAway = true
    await a.tick()
    await expect(a.report('fast', percent(82))).rejects.toThrow(StoreUnavailable)
    expect(a.list()).toMatchObject([{ percent: 81 }])
  })

  it('loses no report that came while the store was being read', async () => {
    const { a } = openNodes()
    await a.report('fast', percent(1))
    const reading = a.tick()
    await a.report('slow', percent(2))
    await reading
    expect(a.list().map(({ cdn }) => cdn)).toEqual(['fast', 'slow'])
  })

  it('prefers the newer one of a report and an answer to its own question', async () => {
    const { clock, a, exporter, publish } = openNodes()
    publish([{ key: 'fast', capacity, loadUrl: 'https://exporter.example.com/' }])
    a.followRevisions()
    await settle()
    expect(a.list()).toMatchObject([{ percent: 2 }])
    await clock.advance(1)
    await a.report('fast', percent(1))
    expect(a.list()).toMatchObject([{ percent: 1 }])
    exporter.answer = '{"percent": 3}'
    await clock.advance(10_000)
    expect(a.list()).toMatchObject([{ percent: 3 }])
    exporter.answer = '{"percent": 3000}'
    await clock.advance(10_000)
    expect(a.list()).toMatchObject([{ percent: 3 }])
    expect(a.troubles().get('fast')).toContain('LOAD_INVALID')
    a.stop()
    expect(clock.pending()).toBe(0)
  })

  it('forgets the answer of a URL that was taken away or is another one', async () => {
    const { a, publish } = openNodes()
    const [loadUrl, other] = ['https://exporter.example.com/', 'https://other.example.com/']
    publish([{ key: 'fast', capacity, loadUrl }])
    a.followRevisions()
    await settle()
    expect(a.list()).toMatchObject([{ percent: 2 }])
    for (const next of [{ loadUrl: other }, { loadUrl: null }, {}]) {
      publish([{ key: 'fast', capacity, ...next }])
      expect(a.list()).toEqual([])
    }
  })

  it('leaves out loads of CDNs that are gone, or that fit another capacity', async () => {
    const { a, publish } = openNodes()
    await a.report('fast', percent(81))
    await a.report('slow', { percent: null, mbps: 399, validSeconds: 30 })
    publish([{ key: 'slow', capacity: { ...capacity, mbps: 39 } }])
    expect(a.list()).toEqual([])
    publish([{ key: 'slow', capacity: { ...capacity, mbps: 40 } }])
    await a.tick()
    expect(a.list()).toMatchObject([{ cdn: 'slow', mbps: 399 }])
  })

  it('reads no store while no CDN has a capacity', async () => {
    const { a, switches, publish } = openNodes()
    publish([{ key: 'plain' }])
    await a.tick()
    expect(switches.lists).toBe(0)
    publish([{ key: 'plain', capacity }])
    await a.tick()
    expect(switches.lists).toBe(1)
  })
})
