import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { DatabaseUnusable } from './database-unusable.ts'

/** A segment of the write-ahead log, which PostgreSQL may want to make at any time. */
const NEEDED_BYTES = 16 * 1024 * 1024

/**
 * Why an embedded database didn't open. PGlite says "failed to initialize" or "Aborted" whatever it was, so the folder is
 * looked at instead.
 */
export async function diagnose(dataDir: string, folder: string, cause: unknown): Promise<DatabaseUnusable> {
  if (hasCode(cause, refusals) || (await isClosed(dataDir)) || (await isClosed(folder))) {
    return new DatabaseUnusable(
      'NO_ACCESS',
      `${folder} can't be made or written by this user; give the user the folder, or set DATA_DIR to another one`,
      { cause },
    )
  }
  if (hasCode(cause, shortages) || (await freeBytesAt(dataDir)) < NEEDED_BYTES) {
    return new DatabaseUnusable(
      'DISK_FULL',
      `there is no room for ${folder}, which needs ${NEEDED_BYTES} free bytes to start; make room and start again`,
      { cause },
    )
  }
  return new DatabaseUnusable(
    'DAMAGED',
    `${folder} can't be opened as a database; move it away to start from the newest snapshot, or restore it from a backup`,
    { cause },
  )
}

/** What the file system itself answers, before PostgreSQL runs. */
const refusals = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']
const shortages = ['ENOSPC', 'EDQUOT']

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code)
}

/** True when the folder is there and this user can't use it. */
async function isClosed(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return false
  } catch (error) {
    return !hasCode(error, ['ENOENT'])
  }
}

/** Infinity when the file system doesn't say. */
async function freeBytesAt(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Infinity
  }
}
