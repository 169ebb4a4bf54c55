import type { AuditEvent, PrismaClient } from '../../../generated/prisma/client.ts'
import type { Clock, Random } from '../../../ports/clock.ts'

export type AuditWatcherParts = {
  readonly prisma: PrismaClient
  readonly clock: Clock
  readonly random: Random
  /** Takes the events that any node appends from the start on, in order. The next come when it has resolved. */
  readonly onEvents: (events: readonly AuditEvent[]) => Promise<void>
}

/** Mean time between polls for events of other nodes; the longest is 4.5 s. */
const POLL_MS = 3_000
const BATCH = 100
/** Number of last events that are remembered, to find the point to which a store went back. */
const REMEMBERED = 100

/** Follows the audit trail: at once after a change of this node, by polling for changes of others. */
export type AuditWatcher = { look(): void; stop(): void }

export function openAuditWatcher({ prisma, clock, random, onEvents }: AuditWatcherParts): AuditWatcher {
  /** Events that were told, by id, the oldest first; undefined before the first look. */
  let told: Map<number, string> | undefined
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
      // The store is away, as the agent logs. The next poll finds the events that came meanwhile.
    }
    isLooking = false
    if (isMore || lookAgain) {
      lookAgain = false
      look()
    } else if (!stopped) cancelPoll = clock.after(POLL_MS * (0.5 + random()), look)
  }

  /** Resolves to true when there may be more events. */
  async function readBatch(): Promise<boolean> {
    if (told === undefined) {
      const newest = await prisma.auditEvent.findMany({ select: keyFields, orderBy: { id: 'desc' }, take: REMEMBERED })
      told = new Map(newest.toReversed().map((event) => [event.id, keyOf(event)]))
      return false
    }
    const lastId = [...told.keys()].at(-1) ?? 0
    const events = await prisma.auditEvent.findMany({
      where: { id: { gte: lastId } },
      orderBy: { id: 'asc' },
      take: BATCH + 1,
    })
    if (told.size > 0 && !isTold(events[0])) return forgetLost(told)
    const appended = events.filter(({ id }) => id > lastId)
    for (const event of appended) told.set(event.id, keyOf(event))
    await onEvents(appended)
    for (const id of [...told.keys()].slice(0, -REMEMBERED)) told.delete(id)
    return events.length > BATCH
  }

  /** Forgets events that the store lost when it went back. It gives their ids once more, and those events have to be told. */
  async function forgetLost(known: Map<number, string>): Promise<boolean> {
    const kept = await prisma.auditEvent.findMany({ select: keyFields, where: { id: { in: [...known.keys()] } } })
    const lastKept = Math.max(...kept.filter(isTold).map(({ id }) => id))
    for (const id of known.keys()) if (id > lastKept) known.delete(id)
    if (known.size === 0) told = undefined // it went back beyond what is remembered: goes on from its newest event
    return true
  }

  function isTold(event: EventKey | undefined): boolean {
    return event !== undefined && told?.get(event.id) === keyOf(event)
  }
}

const keyFields = { id: true, at: true, action: true, requestId: true } as const
type EventKey = Pick<AuditEvent, keyof typeof keyFields>

/** Tells two events of one id apart. */
function keyOf({ at, action, requestId }: EventKey): string {
  return `${at.getTime()} ${action} ${requestId}`
}
