import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { AdminTokenUnusable, readOrCreateAdminToken } from '../adapters/file/admin-token.ts'
import { onMessageToControl, sendToParent } from '../adapters/ipc/parent.ts'
import { openLog, tell } from '../adapters/log/log.ts'
import { readOpenFileLimit } from '../adapters/system/open-file-limit.ts'
import { yieldHelpers } from '../adapters/system/helper-priority.ts'
import { isPublicSuffix } from '../core/config/public-suffix.ts'
import { connectionsWithin } from '../core/connection-room.ts'
import { describeError, type ErrorGroup } from '../core/error-report.ts'
import { exitCodes } from '../core/exit-codes.ts'
import { OutcomeUnknown, StoreUnavailable } from '../ports/config-store.ts'
import type { FromControl } from '../ports/group-messages.ts'
import type { Settings } from '../settings.ts'
import { buildControlProcess } from './build-control-process.ts'
import { endOnUncaught } from './end-on-uncaught.ts'
import { openErrorTracker } from './error-tracker.ts'
import { openJwtIdentities } from './jwt-identities.ts'
import { openNodeFacts } from './node-facts.ts'
import { nodeName } from './node-name.ts'
import { openControlAdapters } from './open-control-adapters.ts'
import type { ProcessEnvironment } from './process-environment.ts'
import { takeDataFolder } from './take-data-folder.ts'

/** Connections that wait to be accepted. A full Unix socket refuses at once, as if nobody listened; Node's default is 511. */
const BACKLOG = 8_192

/** Priority of V8's helpers: a tenth of a full core, since the event loop waits for them as well. */
const HELPERS_NICE = 10

/** The control process with the node agent inside: owns the data folder, answers admins, feeds the workers. */
export async function runControl(settings: Settings, { controlSocket, isReplacement }: ProcessEnvironment): Promise<void> {
  leaveNothingBehind(controlSocket)
  yieldHelpers(HELPERS_NICE)
  let live: () => number | undefined = () => undefined
  const log = openLog(settings.LOG_LEVEL, { node: nodeName(settings), process: 'control', revision: () => live() })
  const group = { ready: isReplacement, draining: false }
  await takeDataFolder(settings.DATA_DIR, 'lock')
  const adminToken = settings.ADMIN_TOKEN ?? (await readGeneratedToken(settings.DATA_DIR))
  if (!isReplacement) warnOfPublicSuffixes(settings)
  const tracker = await openErrorTracker(settings, adminToken)
  const report = async (kind: ErrorGroup, error: unknown): Promise<void> =>
    tracker?.report(describeError(isOfStore(error) ? 'STORE_TROUBLE' : kind, error, { process: 'control', revision: live() }))
  endOnUncaught('control', log, (error) => report('UNHANDLED_ERROR', error))
  const adapters = await openControlAdapters(settings, log)
  const nodeFacts = openNodeFacts(settings, log)
  const { agent, control, feed } = buildControlProcess({
    settings,
    adapters,
    nodeFacts,
    controlSocket,
    adminToken,
    log,
    group,
    reportError: (kind, error) => void report(kind, error),
    errorReports: () => tracker?.outcomes(),
    jwtIdentities: await openJwtIdentities(settings, log),
  })
  live = () => agent.revision()?.number
  onMessageToControl((message) => {
    if (message.kind === 'GROUP') group.ready = message.ready
    if (message.kind === 'ERROR') {
      for (const one of message.reports) void tracker?.report(one)
      tracker?.countLost(message.lost)
    }
    if (message.kind === 'DRAIN') {
      group.draining = true
      feed.close()
    }
    if (message.kind === 'STOP') void stop().then(() => process.exit(0))
  })
  await listen(control, settings, controlSocket)
  await adapters.tried
  await agent.start()
  sendToParent({ kind: 'OPEN' } satisfies FromControl)

  async function stop(): Promise<void> {
    group.draining = true
    const kept = agent.stop()
    nodeFacts.stop()
    adapters.detach()
    await control.close()
    await kept
    await adapters.close()
  }
}

/** Whether a failure is the store's, which is no bug. */
function isOfStore(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof OutcomeUnknown
}

/** Listens on `ADMIN_PORT`, or without it on the socket over which the workers hand over. */
async function listen(
  control: FastifyInstance,
  { ADMIN_PORT, ADMIN_HOST, MAX_CONNECTIONS }: Settings,
  controlSocket: string,
): Promise<void> {
  if (ADMIN_PORT === undefined) {
    await rm(controlSocket, { force: true })
    control.server.maxConnections = connectionsWithin(readOpenFileLimit()) // of all workers together
    await control.listen({ path: controlSocket, backlog: BACKLOG })
  } else {
    control.server.maxConnections = MAX_CONNECTIONS
    await control.listen({ port: ADMIN_PORT, host: ADMIN_HOST })
  }
}

/** Warns here, not with the other settings: only this process has the list of public suffixes in memory. */
function warnOfPublicSuffixes({ ORIGIN_CLUSTERS }: Settings): void {
  for (const suffix of ORIGIN_CLUSTERS.filter(isPublicSuffix))
    tell(
      `ORIGIN_CLUSTERS has "${suffix}", under which anybody may register a name: revision 1 would redirect there, too; give a suffix that only your servers are under`,
    )
}

async function readGeneratedToken(dataDir: string): Promise<string> {
  try {
    return await readOrCreateAdminToken(dataDir)
  } catch (error) {
    if (!(error instanceof AdminTokenUnusable)) throw error
    tell(error.message)
    return process.exit(exitCodes.badSettings)
  }
}

/**
 * Removes the folder of the control socket if the primary was killed, which else does that. Runs before other listeners, since the
 * process ends at 'disconnect'.
 */
function leaveNothingBehind(controlSocket: string): void {
  process.prependOnceListener('disconnect', () => {
    if (process.platform !== 'win32') rmSync(dirname(controlSocket), { recursive: true, force: true })
  })
}
