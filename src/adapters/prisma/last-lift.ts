import type { Lift } from '../../core/change/plan-join-override.ts'
import type { Prisma } from '../../generated/prisma/client.ts'

/** Most events of one slot that are looked at: later ones are joined late, so the latest event need not be the latest change. */
const EVENTS = 100

/** Reads the operator's last change of a slot, by the subject of its audit events; undefined: there was none. */
export async function readLastLift(transaction: Prisma.TransactionClient, target: string): Promise<Lift | undefined> {
  const rows = await transaction.auditEvent.findMany({
    where: {
      target: target.startsWith(ALL_TO) ? { startsWith: ALL_TO } : target,
      action: { in: ['setOverride', 'liftOverride'] },
      outcome: 'ACCEPTED',
    },
    orderBy: { id: 'desc' },
    take: EVENTS,
    select: { actor: true, at: true, after: true },
  })
  const changes = rows.map(({ actor, at, after }) => ({ by: actor, at: toldTime(after) ?? at.toISOString() }))
  return changes.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0]
}

/** ALL_TO_ORIGIN and ALL_TO_CDN share a slot. */
const ALL_TO = 'overrides.ALL_TO_'

/** Time of a change that a node made alone, told in its event, which has the time at which it was joined. */
function toldTime(after: Prisma.JsonValue): string | undefined {
  const at = typeof after === 'object' && after !== null && 'at' in after ? after['at'] : undefined
  return typeof at === 'string' ? at : undefined
}
