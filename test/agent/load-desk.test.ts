import { expect, it } from 'vitest'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openLoadDesk } from '../../src/agent/load-desk.ts'
import { openTrafficWindow } from '../../src/agent/traffic-window.ts'
import type { Capacity } from '../../src/core/config/capacity.ts'
import type { CdnLoad } from '../../src/core/load/load-set.ts'
import { noOverrides, type Override } from '../../src/core/override/override.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import type { NodeLoads } from '../../src/ports/node-loads.ts'
import type { OutsideLoad } from '../../src/ports/outside-loads.ts'
import type { WorkerReport } from '../../src/ports/worker-link.ts'
import { revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { overrideWith } from '../support/overrides.ts'
import { vitals } from '../support/vitals.ts'

const capacity: Capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const others = Array.from({ length: 9 }, (_, index) => ({ key: `b${index}` }))
const worker = { id: 'worker-1', pid: 11 }
const quarter: CdnLoad = { key: 'a', keepPercent: 25, roomPercent: 100 }

/** A desk with one worker that counts twice a second, of ten CDNs, the first of which has a capacity unless told. */
function openDesk({
  nodes = 1,
  overrides = [],
  nodeLoads,
}: { readonly nodes?: number; readonly overrides?: readonly Override[]; readonly nodeLoads?: NodeLoads } = {}) {
  const clock = fixedClock()
  const window = openTrafficWindow()
  const traffic = noTraffic()
  const outside: OutsideLoad[] = []
  let live = revisionWith({ cdns: [{ key: 'a', capacity }, ...others] })
  const problems: string[] = []
  let sets = 0
  const desk = openLoadDesk({
    node: 'one',
    nodeLoads,
    clock,
    storeTime: openStoreTime(clock),
    watcher: { revisions: { current: () => live }, overrides: { current: () => ({ ...noOverrides, overrides }) } },
    health: { nodes: () => nodes },
    outside: { list: () => outside },
    traffic: window,
    onLoadSet: () => (sets += 1),
    onProblem: (message) => problems.push(message),
  })
  const report = (loads: readonly CdnLoad[]): void => {
    const counts = structuredClone(traffic)
    window.record(worker, counts, Math.floor(clock.nowMonoMs() / 1_000))
    const versions = { revision: 1, as: 'LIVE', overrides: 1, refused: null } as const
    const told: WorkerReport = { state: 'READY', ...versions, traffic: counts, vitals, loads, countedMonoMs: clock.nowMonoMs() }
    desk.hearReport(worker, told)
  }
  /** Passes seconds in which so many requests a second come to each CDN; the worker decides by these loads, else by those it is sent. */
  const pass = async (seconds: number, coming: number, loads?: readonly CdnLoad[]): Promise<void> => {
    for (let half = 0; half < seconds * 2; half += 1) {
      const run = loads ?? desk.current()?.loads ?? []
      const kept = Math.round((coming / 2) * ((run.find(({ key }) => key === 'a')?.keepPercent ?? 100) / 100))
      const pool = traffic.byPool.get('all') ?? { requests: 0, byCdn: new Map<string, number>() }
      traffic.byPool.set('all', pool)
      for (const { key } of live.config.cdns) {
        const count = key === 'a' ? kept : coming / 2
        pool.requests += count
        pool.byCdn.set(key, (pool.byCdn.get(key) ?? 0) + count)
        traffic.byCdn.set(key, (traffic.byCdn.get(key) ?? 0) + count)
        traffic.cdn += count
      }
      await clock.advance(500)
      report(loads ?? desk.current()?.loads ?? [])
      if (half % 2 === 0) continue
      await desk.tick()
      report(loads ?? desk.current()?.loads ?? [])
    }
  }
  report([])
  return {
    clock,
    desk,
    outside,
    problems,
    report,
    pass,
    publish: (cdns: Parameters<typeof revisionWith>[0]) => void (live = revisionWith(cdns)),
    keep: () => desk.current()?.loads.find(({ key }) => key === 'a')?.keepPercent ?? 100,
    sets: () => sets,
  }
}

it('sends nothing while no CDN has a capacity, or none is full', async () => {
  const calm = openDesk()
  await calm.pass(3, 50)
  expect(calm.desk.current()).toBeUndefined()
  calm.publish({ cdns: [{ key: 'a' }, ...others] })
  await calm.pass(3, 5_000)
  expect([calm.sets(), calm.desk.view.loads()]).toEqual([0, []])
})

it('relieves a CDN to which too much comes, and tells its load', async () => {
  const { desk, pass, keep, sets } = openDesk()
  await pass(6, 300)
  expect([keep(), sets()]).toEqual([30, 1])
  const [known] = desk.view.loads()
  expect(known).toMatchObject({ key: 'a', keepPercent: 30, roomPercent: 100, outside: null })
  expect(known?.percent).toBeCloseTo(90)
  expect(known?.requestsPerSecond).toBeCloseTo(90)
})

it('hands out one set a second at most, however the demand jumps and however often workers report', async () => {
  const { pass, sets } = openDesk()
  const bySecond: number[] = []
  for (let second = 0; second < 20; second += 1) {
    const before = sets()
    await pass(1, second % 4 < 2 ? 600 : 60)
    bySecond.push(sets() - before)
  }
  expect(new Set(bySecond)).toEqual(new Set([0, 1]))
})

it('gives all back when its capacity is taken away', async () => {
  const { desk, pass, publish } = openDesk()
  await pass(6, 300)
  publish({ cdns: [{ key: 'a' }, ...others] })
  await pass(1, 300)
  expect(desk.current()?.loads).toEqual([])
})

it('goes on from what the workers run with, after a start', async () => {
  const { desk, report, pass, keep } = openDesk()
  report([quarter])
  expect(desk.current(), 'workers keep theirs').toBeUndefined()
  await pass(1, 360, [quarter])
  expect(keep()).toBe(25)
  await pass(20, 60)
  expect(keep()).toBe(100)
})

it('takes its part of a capacity by the number of nodes where nobody tells what they give', async () => {
  const { pass, keep, desk } = openDesk({ nodes: 3 })
  await pass(6, 100)
  expect(keep()).toBe(30)
  expect(desk.view.loads()[0]?.requestsPerSecond).toBeCloseTo(90)
})

it('adds what the other nodes tell, and counts nodes while they cannot be asked', async () => {
  let isAway = false
  const told: unknown[] = []
  const nodeLoads: NodeLoads = {
    async share(node, rates) {
      told.push([node, [...rates.keys()]])
      if (isAway) throw new Error('away')
      return new Map([['two', new Map([['a', { given: 60, coming: 200, saturated: 0 }]])]])
    },
  }
  const { pass, keep } = openDesk({ nodeLoads })
  await pass(6, 100)
  expect(keep()).toBe(30)
  expect(told[0]).toEqual(['one', ['a']])
  isAway = true
  await pass(20, 60)
  expect(keep()).toBe(100)
})

it('goes on after a step that failed, and tells why once', async () => {
  const { outside, pass, keep, problems } = openDesk()
  const broken: OutsideLoad = { cdn: 'a', percent: null, mbps: null, reportedAtEpochMs: 0, validUntilEpochMs: 0 }
  Object.defineProperty(broken, 'validUntilEpochMs', {
    get() {
      throw new Error('broken')
    },
  })
  outside.push(broken)
  await pass(3, 300)
  expect([keep(), problems]).toEqual([100, [expect.stringContaining('broken')]])
  outside.pop()
  await pass(6, 300)
  expect(keep()).toBe(30)
})

it('lets a CDN keep all that an operator has in use, and relieves it by the bound once that ends', async () => {
  const overrides = [overrideWith({ kind: 'WEIGHT', target: 'a', value: 3 })]
  const { desk, pass, keep, publish } = openDesk({ overrides })
  publish({ cdns: [{ key: 'a', capacity }, { key: 'b' }] })
  await pass(20, 300, [{ ...quarter, keepPercent: 100 }])
  expect([keep(), desk.view.loads()[0]?.percent]).toEqual([100, expect.closeTo(300)])
  overrides.pop()
  await pass(1, 300)
  expect(keep(), 'a tenth of the traffic, of which it has half').toBe(80)
  await pass(5, 300)
  expect(keep()).toBe(30)
})

it('goes on with what a CDN kept that an operator had out of use', async () => {
  const overrides: Override[] = []
  const { pass, keep } = openDesk({ overrides })
  await pass(6, 300)
  overrides.push(overrideWith({ kind: 'ADMIN_STATE', target: 'a', value: 'DOWN' }))
  await pass(3, 300, [{ ...quarter, keepPercent: 0 }])
  expect(keep()).toBe(30)
})

it('believes a report from outside until it is no longer valid', async () => {
  const { clock, outside, pass, desk, keep } = openDesk()
  const now = clock.nowEpochMs()
  outside.push({ cdn: 'a', percent: 96, mbps: null, reportedAtEpochMs: now, validUntilEpochMs: now + 4_500 })
  await pass(4, 10)
  expect(desk.current()?.loads).toEqual([{ key: 'a', keepPercent: 45, roomPercent: 60 }])
  await pass(30, 10)
  expect(keep()).toBe(100)
  expect(desk.view.loads()[0]).toMatchObject({ percent: 10, roomPercent: 100, outside: { percent: 96 } })
})
