import { access, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { PrismaClient } from '../../generated/prisma/client.ts'
import { DatabaseUnusable } from './database-unusable.ts'
import { diagnose } from './diagnose.ts'
import { readMigrations } from './migrations.ts'
import { migrate, type SqlSession } from './migrator.ts'
import { openPostgresWords } from './postgres-words.ts'

export type EmbeddedDatabase = {
  readonly client: PrismaClient
  /** Waits for what is under way. Afterwards the client rejects everything. While open it keeps the process alive. */
  readonly close: () => Promise<void>
}

/**
 * Opens the embedded database of a data folder, made when it is missing, with all migrations applied. The caller holds the
 * folder's lock: a second process on the same files would lose data without a word. Fails with DatabaseUnusable.
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const folder = join(dataDir, 'database')
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 }) // PGlite makes no parents
    if (await isMissing(folder)) await makeDatabase(folder)
    await access(join(folder, 'PG_VERSION')) // where it is missing, PGlite makes a new database over the old one
    return await prepare(await startPostgres({ dataDir: folder }))
  } catch (cause) {
    throw cause instanceof DatabaseUnusable ? cause : await diagnose(dataDir, folder, cause)
  }
}

/** Takes seconds, so it is made under another name: a process killed meanwhile leaves nothing that looks like a database. */
async function makeDatabase(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const postgres = await startPostgres({ dataDir: unfinished })
  await postgres.close()
  await rename(unfinished, folder)
}

async function isMissing(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (entries?.length === 0) await rm(folder, { recursive: true }) // Windows renames onto no folder, not even an empty one
  return entries === undefined || entries.length === 0
}

/** Starts PostgreSQL in this process: on a folder, or in memory from an archive of one. Rejects with PostgreSQL's words where it had some. */
export async function startPostgres(place: { readonly dataDir?: string; readonly loadDataDir?: Blob }): Promise<PGlite> {
  // Its default of 128 MB serves nobody here: all tables together hold some kilobytes.
  const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB']
  const words = openPostgresWords()
  try {
    return await PGlite.create({ ...place, startParams, onStderr: (text) => words.hear(text) })
  } catch (cause) {
    const last = words.last()
    throw last === undefined ? cause : new Error(last, { cause })
  }
}

/** Applies all migrations and opens a client. */
export async function prepare(postgres: PGlite): Promise<EmbeddedDatabase> {
  try {
    await migrate(sessionOf(postgres), await readMigrations())
  } catch (error) {
    await postgres.close().catch(() => undefined) // what went wrong first says more
    throw error
  }
  const client = new PrismaClient({ adapter: new CommittedPGlite(postgres) })
  return {
    client,
    close: async () => {
      await client.$disconnect()
      await postgres.close()
    },
  }
}

export function sessionOf(postgres: PGlite): SqlSession {
  return {
    run: async (script) => void (await postgres.exec(script)),
    rows: async (sql, parameters) => (await postgres.query<Record<string, unknown>>(sql, [...parameters])).rows,
  }
}

/**
 * Waits for what PGlite answers to COMMIT. Its adapter for Prisma drops that, so a change that was rolled back there, by a constraint
 * or a full disk, would be acknowledged.
 */
class CommittedPGlite extends PrismaPGlite {
  readonly #postgres: PGlite

  constructor(postgres: PGlite) {
    super(postgres)
    this.#postgres = postgres
  }

  override async connect(): ReturnType<PrismaPGlite['connect']> {
    const adapter = (await super.connect()) as Adapter & { startTransactionInner: StartTransaction }
    // PGlite has one connection, so transactions never overlap whatever their isolation.
    adapter.startTransaction = async () => {
      const ended = Promise.withResolvers<unknown>()
      ended.promise.catch(() => undefined) // a transaction that is given up has told why
      const transaction = await adapter.startTransactionInner(
        {
          transaction: (run) => {
            const over = this.#postgres.transaction(run)
            over.catch(() => undefined) // whoever began it, or waits for its end, is told
            ended.resolve(over)
            return over
          },
        },
        { usePhantomQuery: true },
      )
      const commit = transaction.commit.bind(transaction)
      return Object.assign(transaction, { commit: () => commit().then(() => ended.promise) })
    }
    return adapter
  }
}

type Adapter = Awaited<ReturnType<PrismaPGlite['connect']>>
/** Prisma's adapter begins a transaction by this, and declares it nowhere. */
type StartTransaction = (
  postgres: Pick<PGlite, 'transaction'>,
  options: { readonly usePhantomQuery: true },
) => ReturnType<Adapter['startTransaction']>
