import type { Server } from 'node:net'
import type { Logger } from 'pino'
import manifest from '../../package.json' with { type: 'json' }
import { openHealthFile } from '../adapters/file/health-file.ts'
import { openOverrideFile } from '../adapters/file/override-file.ts'
import { openPassedOver } from '../adapters/file/passed-over.ts'
import { openSecretSource } from '../adapters/file/secret-source.ts'
import { openSnapshotStore } from '../adapters/file/snapshot-store.ts'
import { openIpcWorkerLink } from '../adapters/ipc/worker-link.ts'
import { openFactsSource } from '../adapters/geo/facts-source.ts'
import { onMessageToWorker, sendToParent } from '../adapters/ipc/parent.ts'
import { openAccessLog } from '../adapters/log/access-log.ts'
import { announce, openLog, tell } from '../adapters/log/log.ts'
import { openOutput } from '../adapters/log/output.ts'
import { systemClock, systemEveryMs, systemRandom } from '../adapters/system/clock.ts'
import { readLoopTurns } from '../adapters/system/loop-turns.ts'
import { openProcessVitals } from '../adapters/system/process-vitals.ts'
import { openStoreTime } from '../adapters/system/store-time.ts'
import { describeError } from '../core/error-report.ts'
import { exitCodes } from '../core/exit-codes.ts'
import { acceptorsFor } from '../edge/acceptors.ts'
import { chooseTransport, type ChosenTransport } from '../edge/fast-tier/choose-transport.ts'
import { buildWorker } from '../edge/worker.ts'
import type { FromWorker } from '../ports/group-messages.ts'
import type { Settings } from '../settings.ts'
import { endOnUncaught } from './end-on-uncaught.ts'
import { geoFiles } from './geo-files.ts'
import { nodeName } from './node-name.ts'
import type { ProcessEnvironment } from './process-environment.ts'

/** A redirect worker: knows IPC and the snapshot files, nothing else. */
export function runWorker(settings: Settings, { workerId = '', controlSocket, isReplacement }: ProcessEnvironment): void {
  let hasStarted = false
  const source = { node: nodeName(settings), process: 'worker', worker: workerId } as const
  const output = openOutput()
  const log = openLog(settings.LOG_LEVEL, { ...source, revision: () => worker.revision() }, output)
  const report = (error: unknown): Promise<void> =>
    new Promise((resolve) => {
      const told = describeError('UNHANDLED_ERROR', error, { process: 'worker', worker: workerId, revision: worker.revision() })
      sendToParent({ kind: 'ERROR', report: told } satisfies FromWorker, resolve)
    })
  endOnUncaught('worker', log, report)
  const passedOver = openPassedOver((line) => announce(log, 'warn', line))
  const askForSocket = (): void => sendToParent({ kind: 'ASK_SOCKET' } satisfies FromWorker)
  const chosen = chooseTransport(settings.FAST_TIER, systemClock)
  void tellTransport(chosen, log)
  const worker = buildWorker({
    transport: chosen.then(({ transport }) => transport),
    everyMs: systemEveryMs,
    link: openIpcWorkerLink(workerId, controlSocket),
    snapshots: openSnapshotStore(settings.DATA_DIR, passedOver.hear),
    overrideFile: openOverrideFile(settings.DATA_DIR, passedOver.hear),
    healthFile: openHealthFile(settings.DATA_DIR, passedOver.hear),
    secretSource: openSecretSource(settings.SECRETS_DIR, process.env),
    clock: systemClock,
    accessLog: openAccessLog(output, source, systemClock),
    storeTime: openStoreTime(systemClock),
    random: systemRandom,
    readVitals: openProcessVitals(systemClock),
    controlSocket: settings.ADMIN_PORT === undefined ? controlSocket : undefined,
    maxConnections: settings.MAX_CONNECTIONS,
    askForSocket,
    mostAcceptors: acceptorsFor(settings.WORKERS, process.platform),
    readTurns: readLoopTurns,
    onFailure(error) {
      log.error({ err: error }, 'a request failed')
      void report(error)
    },
    factsSource: openFactsSource({ ...geoFiles(settings), clock: systemClock, onNews: (_level, line) => log.debug(line) }),
    geoHeaders: settings.GEO_HEADERS,
    trustedProxies: settings.TRUSTED_PROXIES ?? [],
    isReplacement,
    version: manifest.version,
  })
  onMessageToWorker((message, handle) => {
    if (message.kind === 'SOCKET') void listenOn(handle as Server)
    if (message.kind === 'GROUP') worker.group.ready = message.ready
    if (message.kind === 'DRAIN') worker.drain()
    if (message.kind === 'STOP') void worker.stop().then(() => process.exit(0))
  })
  askForSocket()

  async function listenOn(socket: Server): Promise<void> {
    try {
      if (hasStarted) return worker.acceptOn(socket)
      hasStarted = true
      await worker.start(socket)
      sendToParent({ kind: 'LISTENING' } satisfies FromWorker)
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error
      tell(`PORT: ${settings.HOST}:${settings.PORT} is in use by another program; stop it or set PORT to a free port`)
      process.exit(exitCodes.portInUse)
    }
  }
}

/** Says which fast tier runs and why; to people where it is not what was asked for. */
async function tellTransport(chosen: Promise<ChosenTransport>, log: Logger): Promise<void> {
  const { transport, why, isFallback } = await chosen
  const line = `fast tier: ${transport?.name ?? 'off'}, since ${why}`
  if (isFallback) announce(log, 'warn', line)
  else log.info(line)
}
