import type { AuditEvent, PrismaClient } from '../../../generated/prisma/client.ts'
import type { Clock, Random } from '../../../ports/clock.ts'

export type AuditWatcherParts = {
  readonly prisma: PrismaClient
  readonly clock: Clock
  readonly random: Random
  /** Each event that is appended from the start on, in order, by whichever node. */
  readonly onEvent: (event: AuditEvent) => void
}

/** Looks for what other nodes appended this often, at most 4.5 s apart. */
const POLL_MS = 3_000
const BATCH = 100

/** Follows the audit trail: at once after a change of this node, by polling for those of others. */
export type AuditWatcher = { look(): void; stop(): void }

export function openAuditWatcher({ prisma, clock, random, onEvent }: AuditWatcherParts): AuditWatcher {
  let lastId: number | undefined
  let isLooking = false
  let lookAgain = false
  let stopped = false
  let cancelPoll = (): void => undefined
  look()
  return {
    look,
    stop() {
      stopped = true
      cancelPoll()
    },
  }

  function look(): void {
    if (isLooking) lookAgain = true
    if (isLooking || stopped) return
    isLooking = true
    cancelPoll()
    void read()
  }

  async function read(): Promise<void> {
    let isMore = false
    try {
      isMore = await readBatch()
    } catch {
      // The store is away: the agent says so, and the next poll finds what came meanwhile.
    }
    isLooking = false
    if (isMore || lookAgain) {
      lookAgain = false
      look()
    } else if (!stopped) cancelPoll = clock.after(POLL_MS * (0.5 + random()), look)
  }

  /** Returns whether there may be more. */
  async function readBatch(): Promise<boolean> {
    if (lastId === undefined) {
      lastId = (await prisma.auditEvent.aggregate({ _max: { id: true } }))._max.id ?? 0
      return false
    }
    const events = await prisma.auditEvent.findMany({ where: { id: { gt: lastId } }, orderBy: { id: 'asc' }, take: BATCH })
    for (const event of events) onEvent(event)
    lastId = events.at(-1)?.id ?? lastId
    return events.length === BATCH
  }
}
