import type { Capacity } from '../core/config/capacity.ts'
import type { Cdn } from '../core/config/cdn.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { calm, controlLoad, type CdnControl, type Controls } from '../core/load/control-load.ts'
import type { CdnLoad, LoadSet } from '../core/load/load-set.ts'
import { openOwnRates, type CountedLoad } from '../core/load/own-rates.ts'
import { activeAt } from '../core/override/override.ts'
import type { KnownLoad } from '../ports/cdn-loads.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { NodeRates } from '../ports/node-loads.ts'
import type { OutsideLoad } from '../ports/outside-loads.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import { comingShares } from './coming-shares.ts'
import type { HealthKeeper } from './health-keeper.ts'
import { openLoadExchange, type LoadExchangeParts } from './load-exchange.ts'
import type { OutsideLoadKeeper } from './outside-loads.ts'
import { stepAlone } from './step-alone.ts'
import type { StoreWatcher } from './store-watcher.ts'
import { secondOf } from './traffic-view.ts'
import type { TrafficWindow } from './traffic-window.ts'

export type LoadDeskParts = Omit<LoadExchangeParts, 'nodes'> & {
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly watcher: { readonly revisions: Pick<StoreWatcher['revisions'], 'current'> } & {
    readonly overrides: Pick<StoreWatcher['overrides'], 'current'>
  }
  readonly health: Pick<HealthKeeper, 'nodes'>
  readonly outside: Pick<OutsideLoadKeeper, 'list'>
  readonly traffic: Pick<TrafficWindow, 'sumSteps'>
  /** Called with another set than before, at most once a second. */
  readonly onLoadSet: () => void
  readonly onProblem: (message: string) => void
}

/** Knows how full the CDNs with a capacity are, and the load that the workers of this node decide by. */
export type LoadDesk = {
  /** The present set; undefined while none is known, so that workers keep theirs. */
  current(): LoadSet | undefined
  hearReport(worker: WorkerIdentity, report: WorkerReport): void
  hearEnd(worker: WorkerIdentity): void
  /** Takes the step of a second. Never rejects. */
  tick(): Promise<void>
  readonly view: Pick<FleetView, 'load' | 'loads' | 'loadOf'>
}

/** Seconds of traffic by which a step reckons what it moves. */
const SEEN_SECONDS = 3

export function openLoadDesk(parts: LoadDeskParts): LoadDesk {
  const { clock, storeTime, watcher, health, outside, traffic, onLoadSet, onProblem } = parts
  const rates = openOwnRates()
  const exchange = openLoadExchange({ ...parts, nodes: () => health.nodes() })
  const watched = () => cdnsWithCapacity(watcher.revisions.current())
  const controlOf = (key: string) => controls.get(key) ?? calm
  const reportOf = (key: string) => outside.list().findLast(({ cdn }) => cdn === key) ?? null
  const known = (key: string) => describeLoad(key, controlOf(key), totals.get(key)?.given ?? null, reportOf(key))
  let set: LoadSet | undefined
  let controls: Controls = new Map()
  let totals: NodeRates = new Map()
  /** Whether workers run with loads of a process before this one. */
  let areLoadsHeld = false

  return {
    current: () => set,
    hearReport({ pid }, report) {
      const { loads = [] } = report
      if (set === undefined && loads.length > 0) {
        areLoadsHeld = true
        controls = new Map([...controls, ...loads.map((load) => [load.key, { ...calm, ...partsOf(load) }] as const)])
      }
      if (watched().length > 0) rates.hear(pid, countedBy(report, clock, operated()), clock.nowMonoMs())
    },
    hearEnd: ({ pid }) => rates.hearEnd(pid),
    tick: stepAlone(step, (why) => onProblem(`the load of CDNs is not controlled: ${why}; workers keep their last loads`)),
    view: {
      load: () => set,
      loads: () => watched().map(({ key }) => known(key)),
      loadOf: (cdn) => (watched().some(({ key }) => key === cdn) ? known(cdn) : undefined),
    },
  }

  /** CDNs that an operator has in use: they keep all, whatever their load. */
  function operated(): ReadonlySet<string | null> {
    const overrides = activeAt(watcher.overrides.current()?.overrides ?? [], storeTime.nowEpochMs())
    const inUse = overrides.filter(({ kind, value }) => kind !== 'ADMIN_STATE' || value === 'UP')
    return new Set(inUse.map(({ target }) => target))
  }

  async function step(): Promise<void> {
    if (watcher.revisions.current() === undefined) return
    const keys = watched().map(({ key }) => key)
    // Workers of a process that starts anew go on with their loads until their rates are known.
    if (keys.length > 0 && !rates.areKnown()) return
    totals = keys.length === 0 ? new Map() : await exchange.total(rates.ratesOf(keys, clock.nowMonoMs()))
    const nowEpochMs = storeTime.nowEpochMs()
    const reports = byCdn(outside.list().filter(({ validUntilEpochMs }) => validUntilEpochMs > nowEpochMs))
    const held = operated()
    const inputs = watched().map(({ key, capacity }) => ({
      key,
      capacity,
      isHeld: held.has(key),
      own: totals.get(key) ?? { given: 0, coming: 0, saturated: 0 },
      outside: reports.get(key),
    }))
    controls = controlLoad(controls, inputs, seenShares(), nowEpochMs)
    handOut()
  }

  function seenShares() {
    const [seen] = traffic.sumSteps(secondOf(clock) - SEEN_SECONDS + 1, SEEN_SECONDS, 1)
    const config = watcher.revisions.current()?.config
    const keeps = new Map(watched().map(({ key }) => [key, controlOf(key).keepPercent]))
    return seen === undefined || config === undefined ? [] : comingShares(seen, keeps, config)
  }

  function handOut(): void {
    const loads = [...controls].map(([key, control]): CdnLoad => ({ key, ...partsOf(control) })).filter(isLoaded)
    const before = set?.loads ?? (areLoadsHeld ? undefined : [])
    if (JSON.stringify(loads) === JSON.stringify(before)) return
    // A set of a process before may still be on its way, so versions begin with the time.
    set = { version: (set?.version ?? Math.floor(storeTime.nowEpochMs() / 1_000)) + 1, loads }
    onLoadSet()
  }
}

function describeLoad(
  key: string,
  { load, ...control }: CdnControl,
  requestsPerSecond: number | null,
  outside: OutsideLoad | null,
): KnownLoad {
  return {
    key,
    percent: load === undefined ? null : Math.round(load * 1e6) / 1e4,
    requestsPerSecond,
    outside,
    ...partsOf(control),
  }
}

/** Counts of a worker, with what CDNs keep there from now on. */
function countedBy(
  { traffic: { byCdn: given, bySaturated: saturated }, countedMonoMs, loads = [] }: WorkerReport,
  clock: LoadDeskParts['clock'],
  operated: ReadonlySet<string | null>,
): CountedLoad {
  const keeps = new Map(loads.filter(({ key }) => !operated.has(key)).map(({ key, keepPercent }) => [key, keepPercent]))
  return { countedMonoMs: countedMonoMs ?? clock.nowMonoMs(), given, saturated, keeps }
}

function cdnsWithCapacity(live: ConfigRevision | undefined): readonly (Cdn & { readonly capacity: Capacity })[] {
  return (live?.config.cdns ?? []).filter((cdn): cdn is Cdn & { readonly capacity: Capacity } => cdn.capacity !== undefined)
}

function byCdn(loads: readonly OutsideLoad[]): ReadonlyMap<string, OutsideLoad> {
  return new Map(loads.map((load) => [load.cdn, load]))
}

function partsOf({ keepPercent, roomPercent }: Pick<CdnLoad, 'keepPercent' | 'roomPercent'>) {
  return { keepPercent, roomPercent }
}

function isLoaded({ keepPercent, roomPercent }: CdnLoad): boolean {
  return keepPercent < 100 || roomPercent < 100
}
