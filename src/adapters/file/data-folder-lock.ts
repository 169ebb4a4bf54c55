import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../ports/clock.ts'
import { systemClock } from '../system/clock.ts'
import { makeFolder } from './durable.ts'

export type DataFolderLock = { release(): void }

const RETRY_MS = 50

/** Lock of the group's primary, and lock of the control process, which has the database open. */
export type LockFile = 'primary.lock' | 'lock'

/**
 * Takes a data folder for this process, or waits for it, since a group that is leaving may still hold it. Undefined when another
 * process holds it all the time. The lock is the operating system's lock on the file, taken by SQLite in the same way on Linux,
 * macOS and Windows. It ends with the process, however that dies, and a zombie holds none. Rejects when the folder can't be made or
 * written.
 */
export async function lockDataFolder(
  dataDir: string,
  waitMs: number,
  clock: Pick<Clock, 'after'> = systemClock,
  file: LockFile = 'lock',
): Promise<DataFolderLock | undefined> {
  await makeFolder(dataDir)
  const path = join(dataDir, file)
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const lock = tryLock(path)
    if (lock !== undefined || waitedMs >= waitMs) return lock
    await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve))
  }
}

const { DatabaseSync: SqliteFile } = loadSqlite()

/** Keeps the files from the garbage collector, which would close them and so end the locks. */
const held = new Set<DatabaseSync>()

function tryLock(path: string): DataFolderLock | undefined {
  const database = new SqliteFile(path, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = MEMORY') // else a journal file would need room on the disk
    database.exec('BEGIN EXCLUSIVE') // nothing is ever written, so the file stays empty
  } catch (error) {
    database.close()
    if (isBusy(error)) return undefined
    throw error
  }
  held.add(database)
  return {
    release: () => {
      if (held.delete(database)) database.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

/** Loads Node's own SQLite without its warning on stderr that it is experimental: only SQLite's locking is used here. */
function loadSqlite(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
