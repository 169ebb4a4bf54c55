import type { ConfigChange } from '../../../core/config/diff.ts'
import type { PrismaClient } from '../../../generated/prisma/client.ts'

/** Who last edited the object that each change is about, by the audit trail; one query for all. */
export async function editorsOf(
  prisma: PrismaClient,
  changes: readonly ConfigChange[],
): Promise<readonly (string | undefined)[]> {
  const targets = changes.map(({ path }) => objectOf(path))
  const events = await prisma.auditEvent.findMany({
    where: { target: { in: [...new Set([...targets, WHOLE])] }, outcome: 'ACCEPTED' },
    orderBy: { id: 'desc' },
    distinct: ['target'],
    select: { id: true, target: true, actor: true },
  })
  return targets.map(
    (target) =>
      events.filter((event) => event.target === target || event.target === WHOLE).toSorted((a, b) => b.id - a.id)[0]?.actor,
  )
}

/** The target of an edit that may touch every object. */
const WHOLE = 'workingCopy'

/** `cdns.KEY.weight` → `cdns.KEY`; `settings.ratio` → `settings`. */
function objectOf(path: string): string {
  const [list, key] = path.split('.')
  return list === 'settings' ? list : `${list}.${key}`
}
