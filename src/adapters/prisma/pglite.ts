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
  /** Waits for running work; afterwards the client rejects everything. An open database keeps the process alive. */
  readonly close: () => Promise<void>
}

/**
 * Opens the embedded database of a data folder, made when it is missing, with all migrations applied. The caller holds the folder's
 * lock: a second process on the same files would silently lose data. Fails with DatabaseUnusable.
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase & { readonly isNew: boolean }> {
  const folder = join(dataDir, 'database')
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 }) // PGlite makes no parents
    const isNew = await isMissing(folder)
    if (isNew) await makeDatabase(folder)
    await access(join(folder, 'PG_VERSION')) // without it, PGlite makes a new database over the old one
    return { ...(await prepare(await startPostgres({ dataDir: folder }))), isNew }
  } catch (cause) {
    throw cause instanceof DatabaseUnusable ? cause : await diagnose(dataDir, folder, cause)
  }
}

/** Makes the database under another name, since it takes seconds: a process killed meanwhile leaves no half of a database. */
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
  if (entries?.length === 0) await rm(folder, { recursive: true }) // Windows can't rename onto a folder, even an empty one
  return entries === undefined || entries.length === 0
}

/**
 * Starts PostgreSQL in this process: on a folder, or in memory from an archive of one. Rejects with PostgreSQL's own words, if any.
 */
export async function startPostgres(place: { readonly dataDir?: string; readonly loadDataDir?: Blob }): Promise<PGlite> {
  // The default of 128 MB is of no use: all tables together hold some kilobytes.
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
    await postgres.close().catch(() => undefined) // the first error says more
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
 * Waits for PGlite's answer to COMMIT. Its adapter for Prisma drops the answer, so a change rolled back there, by a constraint or a
 * full disk, would be acknowledged.
 */
class CommittedPGlite extends PrismaPGlite {
  readonly #postgres: PGlite

  constructor(postgres: PGlite) {
    super(postgres)
    this.#postgres = postgres
  }

  override async connect(): ReturnType<PrismaPGlite['connect']> {
    const adapter = (await super.connect()) as Adapter & { startTransactionInner: StartTransaction }
    // PGlite has one connection, so transactions never overlap, whatever their isolation.
    adapter.startTransaction = async () => {
      const ended = Promise.withResolvers<unknown>()
      ended.promise.catch(() => undefined) // the caller of an abandoned transaction has its error
      const transaction = await adapter.startTransactionInner(
        {
          transaction: (run) => {
            const over = this.#postgres.transaction(run)
            over.catch(() => undefined) // the caller gets the error, at the beginning or at the commit
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
/** Prisma's adapter begins a transaction with this method, which its types lack. */
type StartTransaction = (
  postgres: Pick<PGlite, 'transaction'>,
  options: { readonly usePhantomQuery: true },
) => ReturnType<Adapter['startTransaction']>
