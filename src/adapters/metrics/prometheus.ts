import { Counter, Gauge, Registry } from 'prom-client'
import { conditionsAt } from '../../core/conditions/conditions-at.ts'
import { withoutSecrets } from '../../core/conditions/signers.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { NodeTimings } from '../../core/node-timings.ts'
import type { Breakers } from '../../ports/breaker-view.ts'
import type { GeoDatabase } from '../../ports/client-facts.ts'
import type { Clock } from '../../ports/clock.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { HealthView } from '../../ports/health-view.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { ReadVitals } from '../../ports/process-vitals.ts'
import type { RedisPresence } from '../../ports/redis-presence.ts'
import type { RevisionCache } from '../../ports/revision-cache.ts'
import type { StoreConnections, StorePresence } from '../../ports/store-presence.ts'
import type { ReplicaPresence } from '../../ports/store-reads.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import { families } from './families.ts'
import type { NodeState } from './family.ts'
import { histogramMetric } from './histogram-metric.ts'

type MetricsParts = {
  readonly version: string
  readonly fleet: FleetView
  readonly healthView: Pick<HealthView, 'cdns' | 'measures' | 'suspicion'>
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
  readonly storePresence: () => StorePresence
  /** Undefined: the store is embedded. */
  readonly storeConnections: () => StoreConnections | undefined
  /** Undefined: the store has no replica. */
  readonly replicaPresence: () => ReplicaPresence | undefined
  /** Undefined: the node has no Redis. */
  readonly redisPresence: (() => RedisPresence) | undefined
  readonly breakers: Breakers
  readonly revisionCache: Pick<RevisionCache, 'reads'> | undefined
  readonly timings: NodeTimings
  readonly clock: Clock
  readonly storeTime: Pick<StoreTime, 'nowEpochMs' | 'offsetMs'>
  readonly geoDatabases: () => readonly GeoDatabase[]
  /** Reads the vitals of this process. */
  readonly readVitals: ReadVitals
  /** Undefined: there is no error tracker. */
  readonly errorReports: () => ReadonlyMap<string, number> | undefined
  /** Refusals of the admin interfaces without an audit event of their own. */
  readonly refusals: { refused(): ReadonlyMap<string, number>; unrecorded(): number }
}

/** Window of the gauges of what was given; workers report every 0.5 to 1.5 s. */
const RECENT_SECONDS = 60

/**
 * Metrics in Prometheus' text format, version 0.0.4. Leaves out prom-client's own metrics of the process: they list every open
 * socket for each answer, and reset the event-loop delay.
 */
export function openPrometheusMetrics({
  version,
  fleet,
  healthView,
  running,
  storePresence,
  storeConnections,
  replicaPresence,
  redisPresence,
  breakers,
  revisionCache,
  timings,
  clock,
  storeTime,
  geoDatabases,
  readVitals,
  errorReports,
  refusals,
}: MetricsParts): Metrics {
  const startedAtEpochMs = clock.nowEpochMs()
  const registry = new Registry()
  /** State at the scrape, which histograms read right after it is set. */
  let node: NodeState
  const metrics = Object.entries(families).flatMap(([name, family]) => {
    if (family.type === 'histogram') {
      registry.registerMetric(histogramMetric(name, family, () => node))
      return []
    }
    const { type, help, labels, read } = family
    const metric = new (type === 'counter' ? Counter : Gauge)({ name, help, labelNames: labels, registers: [registry] })
    return { metric, read }
  })
  return {
    contentType: registry.contentType,
    render() {
      node = readNode()
      for (const { metric, read } of metrics) {
        metric.reset()
        const samples = read(node)
        // A reset sets a metric that has no labels to 0; a missing value shall be absent.
        if (samples.length === 0) metric.remove({})
        for (const [value, ...labels] of samples) metric.labels(...labels).inc(value)
      }
      return registry.metrics()
    },
  }

  function readNode(): NodeState {
    return {
      version,
      startedAtEpochMs,
      nowEpochMs: storeTime.nowEpochMs(),
      clockOffsetMs: storeTime.offsetMs(),
      revision: running(),
      store: storePresence(),
      storeConnections: storeConnections(),
      replica: replicaPresence(),
      redis: redisPresence?.(),
      breakers: breakers(),
      cacheReads: revisionCache?.reads(),
      conditions: conditionsAt(running()?.config ?? { cdns: [] }, conditionsOf(fleet), storeTime.nowEpochMs()),
      nodeOnlyChanges: fleet.overrides().nodeOnly?.length ?? 0,
      healthView,
      loads: fleet.loads(),
      traffic: fleet.totalTraffic(),
      recent: fleet.traffic(RECENT_SECONDS),
      budgetsLeft: fleet.budgetsLeft(),
      workers: fleet.workers(),
      workerVitals: fleet.vitals(),
      workerTimings: fleet.totalTimings(),
      timings,
      geoDatabases: geoDatabases(),
      vitals: readVitals(),
      errorReports: errorReports(),
      adminRefusals: refusals.refused(),
      unrecordedRefusals: refusals.unrecorded(),
    }
  }
}

function conditionsOf(fleet: FleetView): Parameters<typeof conditionsAt>[1] {
  const signers = withoutSecrets(fleet.missingSecrets())
  return { overrides: fleet.overrides(), health: fleet.health(), load: fleet.load(), signers }
}
