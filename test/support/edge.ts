import type { AddressInfo } from 'node:net'
import { readLoopTurns } from '../../src/adapters/system/loop-turns.ts'
import { systemEveryMs } from '../../src/adapters/system/clock.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { buildWorker, type RedirectWorker } from '../../src/edge/worker.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { DRAIN_MS } from '../../src/core/http-limits.ts'
import { parseGeoHeaders } from '../../src/core/geo/geo-headers.ts'
import type { OverrideSet } from '../../src/core/override/override.ts'
import type { AccessLog } from '../../src/ports/access-log.ts'
import type { FactsSource } from '../../src/ports/client-facts.ts'
import type { EveryMs } from '../../src/ports/clock.ts'
import type { HealthFile } from '../../src/ports/health-file.ts'
import type { OverrideFile } from '../../src/ports/override-file.ts'
import type { SecretSource } from '../../src/ports/secret-source.ts'
import type { SnapshotStore } from '../../src/ports/snapshot-store.ts'
import { openInMemoryAccessLog } from './access-log.ts'
import { proxiesOf } from './client-address.ts'
import { revisionWith } from './config.ts'
import { openInMemoryFacts } from './facts-source.ts'
import { fixedClock, type FixedClock } from './fixed-clock.ts'
import { openInMemoryHealthFile } from './health-file.ts'
import { openInbox, type Inbox } from './inbox.ts'
import { openInMemoryOverrideFile } from './override-file.ts'
import { openInMemorySecrets } from './secrets.ts'
import { openInMemorySnapshots } from './snapshots.ts'
import { chosenTransport, transportOf } from './fast-tier.ts'
import { vitals } from './vitals.ts'
import { openInMemoryWorkerLink, type InMemoryWorkerLink } from './worker-link.ts'

export type EdgeParts = {
  readonly controlSocket?: string
  readonly isReplacement?: boolean
  readonly snapshots?: SnapshotStore
  readonly overrideFile?: OverrideFile
  readonly healthFile?: HealthFile
  /** What the agent says that it has; none unless told, null: it says nothing. */
  readonly overrides?: OverrideSet | null
  readonly random?: () => number
  readonly accessLog?: AccessLog
  readonly maxConnections?: number
  readonly trustedProxies?: string
  readonly factsSource?: FactsSource
  readonly geoHeaders?: string
  readonly secretSource?: SecretSource
  /** That of the environment unless told. */
  readonly fastTier?: Parameters<typeof transportOf>[0]
  /** Real time unless told. */
  readonly everyMs?: EveryMs
}

/** One redirect worker as the composition root builds it, with an agent in memory and time standing still. */
export type WorkerUnderTest = {
  readonly worker: RedirectWorker
  readonly link: InMemoryWorkerLink
  readonly clock: FixedClock
  /** When it asked for its socket once more. */
  readonly asked: Inbox<'SOCKET'>
  close(): Promise<void>
}

export function workerWith({
  controlSocket,
  isReplacement = false,
  snapshots,
  overrideFile,
  healthFile,
  overrides,
  random,
  accessLog,
  maxConnections,
  trustedProxies,
  factsSource,
  geoHeaders,
  secretSource,
  fastTier,
  everyMs,
}: EdgeParts = {}): WorkerUnderTest {
  const link = openInMemoryWorkerLink(overrides)
  const clock = fixedClock()
  const asked = openInbox<'SOCKET'>()
  const worker = buildWorker({
    transport: (fastTier === undefined ? chosenTransport() : transportOf(fastTier)).then(({ transport }) => transport),
    everyMs: everyMs ?? systemEveryMs,
    link,
    clock,
    storeTime: openStoreTime(clock),
    controlSocket,
    version: '1.2.3',
    factsSource: factsSource ?? openInMemoryFacts(),
    geoHeaders: geoHeaders === undefined ? undefined : parseGeoHeaders(geoHeaders),
    secretSource: secretSource ?? openInMemorySecrets(),
    trustedProxies: trustedProxies === undefined ? [] : proxiesOf(trustedProxies),
    isReplacement,
    maxConnections: maxConnections ?? 10_000,
    askForSocket: () => asked.put('SOCKET'),
    mostAcceptors: 1,
    readTurns: readLoopTurns,
    overrideFile: overrideFile ?? openInMemoryOverrideFile(),
    healthFile: healthFile ?? openInMemoryHealthFile(),
    snapshots: snapshots ?? openInMemorySnapshots(),
    random: random ?? (() => 0.5),
    onFailure(error) {
      throw error
    },
    accessLog: accessLog ?? openInMemoryAccessLog(),
    readVitals: () => vitals,
  })
  return {
    worker,
    link,
    clock,
    asked,
    async close() {
      const stopped = worker.stop()
      await clock.advance(DRAIN_MS) // cuts what is still connected
      await stopped
    },
  }
}

export type Edge = WorkerUnderTest & { readonly port: number; readonly url: string }

/** The same, listening on a free port with this revision. */
export async function openEdge(parts: EdgeParts = {}, revision: ConfigRevision = revisionWith()): Promise<Edge> {
  const under = workerWith(parts)
  under.link.send(revision)
  await under.worker.start({ port: 0, host: '127.0.0.1' })
  const { port } = under.worker.app.server.address() as AddressInfo
  return { ...under, port, url: `http://127.0.0.1:${port}` }
}

/** Number of connections that the worker has. */
export function connectionsOf({ worker }: Pick<WorkerUnderTest, 'worker'>): Promise<number> {
  return new Promise((resolve, reject) =>
    worker.app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  )
}
