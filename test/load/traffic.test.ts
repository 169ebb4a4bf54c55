import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMeasures } from './measures.ts'
import { openDeliveries } from './traffic/deliveries.ts'
import { expectBy } from './traffic/expected.ts'
import { startPace } from './traffic/pace.ts'

const config = {
  cdns: [
    { key: 'load-1', baseUrl: 'load-1.example.com/r0' },
    { key: 'load-out', baseUrl: 'load-out.example.com/r0' },
    { key: 'plain', baseUrl: 'https://cdn.example.net:8443/vod' },
  ],
  originClusters: [
    { hostSuffix: 'other', serverLabelPattern: '[a-z]', schemes: ['http'] },
    { hostSuffix: 'origin-cluster', serverLabelPattern: null, schemes: ['http'] },
  ],
  settings: { ratio: 10, redirectStatus: 302 },
}
const path = '/video/7/xcg2djHckad.m3u8'

describe('what is expected of a redirect', () => {
  it('asks for a video of the cluster that takes s1', () => {
    expect(expectBy(config).targetOf(1_007)).toBe(`/?video=${encodeURIComponent(`http://s1.origin-cluster${path}`)}`)
  })

  it.each([
    { location: `http://s1.origin-cluster${path}`, wrong: undefined },
    { location: `https://cdn.example.net:8443/vod/s1${path}`, wrong: undefined },
    { location: `http://load-1.example.com/r4/s1${path}`, wrong: undefined },
    {
      location: `http://load-1.example.com/r3/s1${path}`,
      wrong: 'a CDN as it was before a publish that every worker runs',
    },
    { location: `http://load-out.example.com/r0/s1${path}`, wrong: 'a CDN that is taken out' },
    { location: `http://cdn.example.org/s1${path}`, wrong: 'a Location that is not allowed' },
    { location: `https://cdn.example.net:8443/vod/s2${path}`, wrong: 'a Location that is not allowed' },
    { location: 'http://s1.origin-cluster/video/8/xcg2djHckad.m3u8', wrong: 'a Location that is not allowed' },
    { location: undefined, wrong: 'a Location that is not allowed' },
  ])('$location after publish 4 and while load-out is out: $wrong', ({ location, wrong }) => {
    const expected = expectBy(config)
    expected.published('load-1', 4)
    expected.takenOut('load-out')
    expect(expected.check(7, { status: 302, location }, expected.certain())).toBe(wrong)
  })

  it('is no more than was certain when it was sent', () => {
    const expected = expectBy(config)
    const before = expected.certain()
    expected.published('load-1', 4)
    const putBack = expected.takenOut('load-out')
    const during = expected.certain()
    const check = (host: string, sure: typeof before) =>
      expected.check(7, { status: 302, location: `http://${host}/s1${path}` }, sure)
    expect([check('load-1.example.com/r3', before), check('load-out.example.com/r0', before)]).toEqual([undefined, undefined])
    putBack()
    expect(check('load-out.example.com/r0', during)).toBeUndefined()
  })

  it('counts what is right alone', () => {
    const expected = expectBy(config)
    expect(expected.check(7, { status: 503, location: undefined }, expected.certain())).toBe('status 503')
    expected.check(7, { status: 302, location: `http://s1.origin-cluster${path}` }, expected.certain())
    expected.check(7, { status: 302, location: `https://cdn.example.net:8443/vod/s1${path}` }, expected.certain())
    expect(expected.counts).toEqual({ origin: 1, cdn: 1 })
  })
})

describe('a delivery', () => {
  it('is timed from when its publish was sent, whether it comes before the answer or after', () => {
    const measures = openMeasures()
    const deliveries = openDeliveries(measures)
    deliveries.seen(2, 1_030)
    deliveries.published(2, 1_000)
    deliveries.seen(2, 1_050)
    const { count, p50, max } = measures.all().delivery
    expect([count, Math.round(p50), Math.round(max), deliveries.newest()]).toEqual([2, 30, 50, 2])
  })

  it('counts for the first of two publishes that made one revision', () => {
    const measures = openMeasures()
    const deliveries = openDeliveries(measures)
    deliveries.published(2, 1_000)
    deliveries.published(2, 1_400)
    deliveries.seen(2, 1_500)
    expect(Math.round(measures.all().delivery.max)).toBe(500)
  })
})

describe('a pace', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('acts at its times, whether the answers come or not', async () => {
    const due: number[] = []
    const startedMs = performance.now()
    startPace({ perSecond: 10, slots: 100 }, (dueMs) => (due.push(dueMs - startedMs), new Promise(() => undefined)), fail)
    await vi.advanceTimersByTimeAsync(450)
    expect(due).toEqual([0, 100, 200, 300, 400])
  })

  it('keeps the time at which something was due that waited for a slot', async () => {
    const waits: number[] = []
    const startedMs = performance.now()
    const slow = async (dueMs: number): Promise<void> => {
      waits.push(performance.now() - startedMs - (dueMs - startedMs))
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    const pace = startPace({ perSecond: 10, slots: 1 }, slow, fail)
    await vi.advanceTimersByTimeAsync(250)
    const stopped = pace.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    await stopped
    expect(waits).toEqual([0, 150, 300])
  })

  it('drops what still waits five seconds after its stop', async () => {
    const dropped: number[] = []
    const hang = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 8_000))
    const pace = startPace({ perSecond: 10, slots: 1 }, hang, () => dropped.push(performance.now()))
    await vi.advanceTimersByTimeAsync(250)
    const stopped = pace.stop()
    await vi.advanceTimersByTimeAsync(9_000)
    await stopped
    expect(dropped).toHaveLength(2)
  })

  it('of nothing a second does nothing', async () => {
    const pace = startPace({ perSecond: 0, slots: 1 }, async () => fail(), fail)
    await vi.advanceTimersByTimeAsync(10_000)
    await pace.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

function fail(): never {
  throw new Error('must not be called')
}
