import { workerBounds } from '../../core/worker-timings.ts'
import { histogram, workerHistogram, type Family } from './family.ts'

/** Times of this node, as histograms with fixed buckets. */
export const timingFamilies: Readonly<Record<string, Family>> = {
  sluice_redirect_duration_seconds: workerHistogram(
    'Time from a parsed request for a redirect to its written answer, of one request in 64',
    workerBounds.redirect,
    ({ redirect }) => redirect,
  ),
  sluice_table_build_duration_seconds: workerHistogram(
    'Time in which a worker built what it redirects by, and answered nobody',
    workerBounds.tableBuild,
    ({ tableBuild }) => tableBuild,
  ),
  sluice_publish_duration_seconds: histogram(
    'Time of a change of the live revision that was asked of this node, by its outcome',
    ['outcome'],
    ({ timings }) => timings.publish,
  ),
  sluice_publish_to_worker_seconds: histogram(
    'Time from a commit on this node to the report of each of its workers that it runs the revision',
    [],
    ({ timings }) => timings.publishToWorker,
  ),
  sluice_revision_follow_seconds: histogram(
    'Time from the publish of a revision, on any node, until this node followed',
    [],
    ({ timings }) => timings.follow,
  ),
  sluice_graphql_operation_duration_seconds: histogram(
    'Time of a GraphQL operation, by each of its root fields and its outcome; of a subscription the start',
    ['operation', 'outcome'],
    ({ timings }) => timings.operation,
  ),
  sluice_store_request_duration_seconds: histogram(
    'Time of a question to the config store, each of which is one transaction, by its outcome',
    ['outcome'],
    ({ timings }) => timings.store,
  ),
  sluice_redis_round_trip_seconds: histogram('Time of a ping of Redis, every 5 s', [], ({ timings }) => timings.redis),
}
