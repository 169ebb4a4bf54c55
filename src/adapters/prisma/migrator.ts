import { DatabaseUnusable } from './database-unusable.ts'
import { deadlines } from './deadlines.ts'
import type { Migration } from './migrations.ts'

/** One session, not a pool: a transaction spans calls. */
export type SqlSession = {
  /** Runs statements without parameters, as many as the script has. */
  run(script: string): Promise<void>
  /** Runs one statement and returns its rows by column name. */
  rows(sql: string, parameters: readonly string[]): Promise<readonly Record<string, unknown>[]>
}

/** Prisma's schema engine takes the same lock, so two migrations never run at the same time. */
const LOCK = 72_707_369

/**
 * Stands in `logs` of each migration that this program applies, as `npm run check:migrations` refuses others: an older program can
 * do without what it adds. Prisma's tools leave `logs` empty.
 */
const ADDITIVE = 'additive'

/** Prisma's own definition, so that its tools can go on with this database. */
const createHistory = `CREATE TABLE _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

/**
 * Applies missing ones of the given migrations, which are all that this program has, oldest first. Returns their names. Those of a
 * newer program may be there if they are additive. All run in one transaction with the lock, so a failure leaves the database as it
 * was. Another process waits (30 s at most), and pgBouncer loses no session lock. A migration can't have `CONCURRENTLY` or a COMMIT.
 * Fails with DatabaseUnusable: NEWER_SCHEMA, CHANGED_SCHEMA, MIGRATION_FAILED.
 */
export async function migrate(session: SqlSession, migrations: readonly Migration[]): Promise<readonly string[]> {
  const { migratorLockMs, migratorStatementMs } = deadlines
  await session.run(`BEGIN; SET LOCAL lock_timeout = ${migratorLockMs}; SET LOCAL statement_timeout = ${migratorStatementMs}`)
  try {
    await session.rows(`SELECT pg_advisory_xact_lock(${LOCK})`, [])
    const applied = await readHistory(session)
    refuseForeign(applied, migrations)
    const pending = migrations.filter((migration) => !applied.some(({ name }) => name === migration.name))
    for (const migration of pending) await apply(session, migration)
    await session.run('COMMIT')
    return pending.map(({ name }) => name)
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined) // a lost session has rolled back, and the first error says more
    throw error
  }
}

type Applied = { readonly name: string; readonly checksum: string; readonly isFinished: boolean; readonly isAdditive: boolean }

async function readHistory(session: SqlSession): Promise<readonly Applied[]> {
  // CREATE TABLE IF NOT EXISTS would need the right to create even when the table exists.
  const [found] = await session.rows(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`, [])
  if (found?.['exists'] !== true) {
    await session.run(createHistory)
    return []
  }
  const history = await session.rows(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    [],
  )
  return history.map((row) => ({
    name: String(row['migration_name']),
    checksum: String(row['checksum']),
    isFinished: row['finished'] === true,
    isAdditive: row['logs'] === ADDITIVE,
  }))
}

function refuseForeign(applied: readonly Applied[], migrations: readonly Migration[]): void {
  for (const { name, checksum, isFinished, isAdditive } of applied) {
    const own = migrations.find((migration) => migration.name === name)
    if (own === undefined && isFinished && isAdditive) continue
    if (own === undefined) {
      throw new DatabaseUnusable(
        'NEWER_SCHEMA',
        `a newer Sluice has applied the migration "${name}" to this database; start that version, or give this one another database`,
      )
    }
    if (!isFinished) {
      throw new DatabaseUnusable(
        'MIGRATION_FAILED',
        `the migration "${name}" was begun by Prisma's tools and not finished; mend it with "prisma migrate resolve"`,
      )
    }
    if (own.checksum !== checksum) {
      throw new DatabaseUnusable(
        'CHANGED_SCHEMA',
        `the migration "${name}" was applied with the checksum ${checksum}, this program's has ${own.checksum}; restore the file, which must not change once applied`,
      )
    }
  }
}

async function apply(session: SqlSession, { name, checksum, script }: Migration): Promise<void> {
  try {
    await session.run(script)
  } catch (cause) {
    throw new DatabaseUnusable(
      'MIGRATION_FAILED',
      `the migration "${name}" failed and was undone; see the cause, mend it and start again`,
      { cause },
    )
  }
  await session.rows(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count, logs)
     VALUES (gen_random_uuid()::text, $1, $2, clock_timestamp(), 1, $3)`,
    [checksum, name, ADDITIVE],
  )
}
