import { makeTouchTest, objectOf, type ConfigChange } from '../../../core/config/diff.ts'
import type { Prisma, PrismaClient } from '../../../generated/prisma/client.ts'
import { StoreUnavailable } from '../../../ports/config-store.ts'

export type Authored = ConfigChange & { readonly author: string | null }

/** Number of the newest audit events that are searched, and the most that are read of them at once and in all. */
const [SEARCHED, PAGE, READ] = [100_000, 500, 5_000]

/**
 * Adds the last editor to each change of the working copy, by the audit trail: of that field, or of its whole object. Null where
 * nobody edited it, or too long ago. With `before`, the event of a change that was made, only edits before the newest such event count.
 * Then a trail that can't be read leaves the authors null, since the change holds all the same.
 */
export async function addEditors(
  prisma: PrismaClient,
  changes: readonly ConfigChange[],
  before?: Prisma.AuditEventWhereInput,
): Promise<Authored[]> {
  if (changes.length === 0) return []
  const authors = await findAuthors(prisma, changes, before).catch((error: unknown) => {
    if (before === undefined || !(error instanceof StoreUnavailable)) throw error
    return new Map<string, string>()
  })
  return changes.map((change) => ({ ...change, author: authors.get(change.path) ?? null }))
}

async function findAuthors(
  prisma: PrismaClient,
  changes: readonly ConfigChange[],
  before: Prisma.AuditEventWhereInput | undefined,
): Promise<ReadonlyMap<string, string>> {
  const authors = new Map<string, string>()
  const newest = await prisma.auditEvent.findFirst({ where: before ?? {}, orderBy: { id: 'desc' }, select: { id: true } })
  const newestId = (newest?.id ?? 0) - (before === undefined ? 0 : 1)
  const target = { in: [...new Set(changes.map(({ path }) => objectOf(path))), WHOLE] }
  const oldest = newestId - SEARCHED
  let open = changes.map(({ path }) => path)
  let from = newestId
  for (let read = 0; read < READ && open.length > 0; read += PAGE) {
    const events = await prisma.auditEvent.findMany({
      where: { target, outcome: 'ACCEPTED', id: { lte: from, gt: oldest } },
      orderBy: { id: 'desc' },
      take: PAGE,
      select: { id: true, actor: true, after: true },
    })
    for (const { actor, after } of events) {
      const touches = readTouchTest(after)
      for (const path of open) if (touches(path)) authors.set(path, actor)
      open = open.filter((path) => !authors.has(path))
    }
    if (events.length < PAGE) break
    from = (events.at(-1)?.id ?? 0) - 1
  }
  return authors
}

/** The target of an edit that may touch every object. */
const WHOLE = 'workingCopy'

/** Makes a test for paths from the `after` of an edit. */
function readTouchTest(after: unknown): (path: string) => boolean {
  if (typeof after !== 'object' || after === null) return () => false
  if ('truncated' in after) return () => true // too many paths to be kept
  return makeTouchTest(Object.keys(after))
}
