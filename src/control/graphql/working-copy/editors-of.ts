import type { ConfigChange } from '../../../core/config/diff.ts'
import type { PrismaClient } from '../../../generated/prisma/client.ts'

type Authored = ConfigChange & { readonly author: string | null }

/** Number of the newest audit events that are searched, and the most that are read of them at once and in all. */
const [SEARCHED, PAGE, READ] = [100_000, 500, 5_000]

/**
 * Adds the last editor to each change of the working copy, by the audit trail: of that field, or of its whole object. Null where
 * nobody edited it, or too long ago. With `publishedAs` only edits before that revision count.
 */
export async function addEditors(
  prisma: PrismaClient,
  changes: readonly ConfigChange[],
  publishedAs?: number,
): Promise<Authored[]> {
  const authors = changes.length === 0 ? new Map<string, string>() : await findAuthors(prisma, changes, publishedAs)
  return changes.map((change) => ({ ...change, author: authors.get(change.path) ?? null }))
}

async function findAuthors(
  prisma: PrismaClient,
  changes: readonly ConfigChange[],
  publishedAs: number | undefined,
): Promise<ReadonlyMap<string, string>> {
  const authors = new Map<string, string>()
  const newest = await prisma.auditEvent.findFirst({
    where: publishedAs === undefined ? {} : { revision: publishedAs },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  const target = { in: [...new Set(changes.map(({ path }) => objectOf(path))), WHOLE] }
  const oldest = (newest?.id ?? 0) - SEARCHED
  let open = changes.map(({ path }) => path)
  let from = newest?.id ?? 0
  for (let read = 0; read < READ && open.length > 0; read += PAGE) {
    const events = await prisma.auditEvent.findMany({
      where: { target, outcome: 'ACCEPTED', id: { lte: from, gt: oldest } },
      orderBy: { id: 'desc' },
      take: PAGE,
      select: { id: true, actor: true, after: true },
    })
    for (const { actor, after } of events) {
      const touches = makeTouchTest(after)
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

/** `cdns.KEY.weight` → `cdns.KEY`; `settings.ratio` → `settings`. */
function objectOf(path: string): string {
  const [list, key] = path.split('.')
  return list === 'settings' ? list : `${list}.${key}`
}

/** Makes a test for paths from the `after` of an edit: the same path, its object, or for an object one of its fields. */
function makeTouchTest(after: unknown): (path: string) => boolean {
  if (typeof after === 'object' && after !== null && 'truncated' in after) return () => true // too many paths to be kept
  const paths = new Set(typeof after === 'object' && after !== null ? Object.keys(after) : [])
  const objects = new Set([...paths].map(objectOf))
  return (path) => paths.has(path) || paths.has(objectOf(path)) || objects.has(path)
}
