import { spreadOf } from '../../core/conditions/spread.ts'
import { overrideKinds } from '../../core/override/override.ts'
import { refusalCodes } from '../../core/request/refusal.ts'
import { rateLimited } from '../../core/routing/traffic.ts'
import type { BreakerView } from '../../ports/breaker-view.ts'
import type { WorkerState } from '../../ports/fleet-view.ts'
import { countsByCdn, countsByPool } from './counts-by-key.ts'
import { counter, gauge, type Family, type NodeState, type Sample } from './family.ts'
import { healthFamilies } from './health-families.ts'
import { timingFamilies } from './timing-families.ts'
import { workerFamilies } from './worker-families.ts'

/** All metrics by name. Base units, and names by Prometheus' conventions. */
export const families: Readonly<Record<string, Family>> = {
  sluice_build_info: gauge('Always 1; the version of Sluice is in the label', ['version'], ({ version }) => [[1, version]]),
  sluice_requests_total: counter('GET requests for a redirect, by their outcome', ['branch'], ({ traffic }) => [
    [traffic.origin, 'origin'],
    [traffic.cdn, 'cdn'],
    [traffic.refused, 'refused'],
  ]),
  sluice_cdn_requests_total: counter('Redirects to a CDN, by its key', ['cdn'], countsByCdn),
  sluice_pool_requests_total: counter(
    'Redirects that a pool decided, by its key; all is that of all CDNs',
    ['pool'],
    countsByPool,
  ),
  sluice_refusals_total: counter('Refused requests, by the code of the refusal', ['code'], ({ traffic }) =>
    [...refusalCodes, rateLimited.code].map((code) => [traffic.byCode.get(code) ?? 0, code]),
  ),
  sluice_revision: gauge('Number of the revision that this node hands to its workers', [], ({ revision }) =>
    revision === undefined ? [] : [[revision.number]],
  ),
  sluice_revision_published_timestamp_seconds: gauge(
    'Time at which the revision of this node was published, in Unix time',
    [],
    ({ revision }) => (revision === undefined ? [] : [[Date.parse(revision.publishedAt) / 1_000]]),
  ),
  sluice_revision_age_seconds: gauge('Time since the revision of this node was published', [], ({ revision, nowEpochMs }) =>
    revision === undefined ? [] : [[Math.max(0, nowEpochMs - Date.parse(revision.publishedAt)) / 1_000]],
  ),
  sluice_clock_offset_seconds: gauge('Lead of the clock of the config store over that of this node', [], ({ clockOffsetMs }) =>
    clockOffsetMs === undefined ? [] : [[clockOffsetMs / 1_000]],
  ),
  sluice_store_up: gauge('Whether the config store answered when the node last looked: 1 or 0', [], ({ store }) =>
    store.awayBecause === undefined && store.ageMs === undefined ? [] : [[store.awayBecause === undefined ? 1 : 0]],
  ),
  sluice_store_answer_age_seconds: gauge(
    'Age of what this node knows: time since the config store last answered',
    [],
    ({ store: { ageMs } }) => (ageMs === undefined ? [] : [[ageMs / 1_000]]),
  ),
  sluice_store_connections: gauge(
    'Connections to the config store by state, and callers that wait for one; absent with the embedded store',
    ['state'],
    ({ storeConnections }) => Object.entries(storeConnections ?? {}).map(([state, count]) => [count, state]),
  ),
  sluice_database_replica_lag_seconds: gauge(
    'Time for which something has been missing on the replica, or since its last answer; absent without DATABASE_REPLICA_URL',
    [],
    ({ replica }) => (replica === undefined ? [] : [[replica.lagMs / 1_000]]),
  ),
  sluice_redis_up: gauge('Whether Redis works as needed: 1 or 0; absent without REDIS_URL', [], ({ redis }) =>
    redis === undefined ? [] : [[redis.awayBecause === undefined ? 1 : 0]],
  ),
  sluice_breaker_state: gauge(
    'Whether the circuit breaker of a dependency is in this state: 1 or 0; open, its callers fail at once',
    ['dependency', 'state'],
    ({ breakers }) => Object.entries(breakers).flatMap(([dependency, { state }]) => stateSamples(dependency, state)),
  ),
  sluice_breaker_opens_total: counter('How often the circuit breaker of a dependency opened', ['dependency'], ({ breakers }) =>
    Object.entries(breakers).map(([dependency, { opens }]) => [opens, dependency]),
  ),
  sluice_revision_cache_reads_total: counter(
    'Reads of revisions in Redis, by outcome; after a miss or a fault the store is read; absent without REDIS_URL',
    ['outcome'],
    ({ cacheReads: reads }) =>
      reads === undefined
        ? []
        : [
            [reads.hits, 'hit'],
            [reads.misses, 'miss'],
            [reads.faults, 'fault'],
          ],
  ),
  sluice_overrides: gauge('Overrides that operators set and that have not ended, by kind', ['kind'], ({ conditions }) =>
    overrideKinds.map((kind) => [conditions.overrides.filter((override) => override.kind === kind).length, kind.toLowerCase()]),
  ),
  sluice_origin_wanted_ratio: gauge(
    'Part of the valid requests that the origin should get, from 0 to 1, by the revision, the overrides and the health of CDNs',
    [],
    ({ revision, conditions }) => {
      const share = revision && spreadOf(revision.config, conditions).originShare
      return share === undefined ? [] : [[share]]
    },
  ),
  sluice_origin_given_ratio: gauge(
    'Part of the valid requests that the origin got in the last minute; absent without requests',
    [],
    ({ recent: { origin, cdn } }) => (origin + cdn === 0 ? [] : [[origin / (origin + cdn)]]),
  ),
  sluice_cdns_in_use: gauge(
    'CDNs that a redirect may go to now; 0: everything goes to the origin, or all that its budgets allow',
    [],
    ({ revision, conditions }) => (revision === undefined ? [] : [[spreadOf(revision.config, conditions).cdnsInUse]]),
  ),
  sluice_overrides_node_only: gauge(
    'Changes of overrides that hold on this node alone, until its config store is back',
    [],
    ({ nodeOnlyChanges }) => [[nodeOnlyChanges]],
  ),
  sluice_workers: gauge('Redirect workers of this node, by state', ['state'], countsByState),
  sluice_worker_revision: gauge('Number of the revision that the worker runs', ['worker'], ({ workers }) =>
    workers.flatMap(({ id, revision, state }) => (revision === null || state === 'LOST' ? [] : [[revision, id] as const])),
  ),
  ...workerFamilies,
  sluice_control_event_loop_delay_p99_seconds: gauge(
    'Delay of callbacks in the control process in the last one to two minutes, 99th percentile',
    [],
    ({ vitals }) => [[vitals.eventLoopDelay.p99Seconds]],
  ),
  sluice_control_event_loop_delay_max_seconds: gauge(
    'The longest delay of callbacks in the control process in the last one to two minutes',
    [],
    ({ vitals }) => [[vitals.eventLoopDelay.maxSeconds]],
  ),
  sluice_admin_refused_total: counter(
    'Refused requests of the admin interfaces without an audit event of their own, by code',
    ['code'],
    ({ adminRefusals }) => [...adminRefusals].map(([code, count]) => [count, code]),
  ),
  sluice_audit_unrecorded_total: counter(
    'Attempts that the audit trail misses, since the store did not answer',
    [],
    ({ unrecordedRefusals }) => [[unrecordedRefusals]],
  ),
  sluice_error_reports_total: counter(
    'Errors reported to the service of SENTRY_DSN, by what became of the report; absent without one',
    ['outcome'],
    ({ errorReports }) => [...(errorReports ?? [])].map(([outcome, count]) => [count, outcome]),
  ),
  ...healthFamilies,
  ...timingFamilies,
  process_resident_memory_bytes: gauge('Memory that the control process holds', [], ({ vitals }) => [[vitals.residentBytes]]),
  process_cpu_seconds_total: counter('CPU time of the control process', [], ({ vitals }) => [[vitals.cpuSeconds]]),
  process_start_time_seconds: gauge(
    'Start of the control process and of the counts of requests, in Unix time',
    [],
    ({ startedAtEpochMs }) => [[startedAtEpochMs / 1_000]],
  ),
}

function stateSamples(dependency: string, is: BreakerView['state']): readonly Sample[] {
  const all = ['CLOSED', 'HALF_OPEN', 'OPEN'] satisfies readonly BreakerView['state'][]
  return all.map((state) => [state === is ? 1 : 0, dependency, state.toLowerCase()])
}

function countsByState({ workers }: NodeState): readonly Sample[] {
  const counts: Record<WorkerState, number> = { STARTING: 0, READY: 0, DRAINING: 0, REFUSED: 0, LOST: 0 }
  for (const { state } of workers) counts[state] += 1
  return Object.entries(counts).map(([state, count]) => [count, state.toLowerCase()])
}
