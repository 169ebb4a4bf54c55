import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { errnoOf, fileRemedy } from '../../core/file-trouble.ts'
import { DatabaseUnusable } from './database-unusable.ts'

/** Size of a segment of the write-ahead log, which PostgreSQL may make at any time. */
const NEEDED_BYTES = 16 * 1024 * 1024

/**
 * Tells why an embedded database didn't open, by the error of the file system or PostgreSQL, and by a look at the folder. Calls it
 * damaged only if one of them does: a user who moves a good database away loses its history.
 */
export async function diagnose(dataDir: string, folder: string, cause: unknown): Promise<DatabaseUnusable> {
  const words = cause instanceof Error ? cause.message : String(cause)
  const errno = errnoOf(cause) ?? errnoIn(words)
  if (refusals.has(errno) || (await isClosed(dataDir)) || (await isClosed(folder))) {
    return new DatabaseUnusable(
      'NO_ACCESS',
      `${folder} can't be made or written by this user; give the user the folder, or set DATA_DIR to another one`,
      { cause },
    )
  }
  if (shortages.has(errno) || (await freeBytesAt(dataDir)) < NEEDED_BYTES) {
    return new DatabaseUnusable(
      'DISK_FULL',
      `there is no room for ${folder}, which needs ${NEEDED_BYTES} free bytes to start; make room and start again`,
      { cause },
    )
  }
  if (limits.has(errno)) {
    const remedy = fileRemedy(Object.assign(new Error(words), { code: errno }))
    return new DatabaseUnusable(
      'MACHINE_LIMIT',
      `${folder} can't be opened (${words}); leave it where it is, ${remedy} and start again`,
      { cause },
    )
  }
  if (damages.some((damage) => damage.test(words)) || isOneMissing(folder, cause)) {
    return new DatabaseUnusable(
      'DAMAGED',
      `${folder} can't be opened as a database (${words}); move it away to start from the newest snapshot, or restore it from a backup`,
      { cause },
    )
  }
  return new DatabaseUnusable(
    'NOT_OPENED',
    `${folder} can't be opened (${words}), and nothing says that it is damaged; leave it where it is, see the log for more, and start again`,
    { cause },
  )
}

type Errnos = ReadonlySet<string | undefined>
const refusals: Errnos = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])
const shortages: Errnos = new Set(['ENOSPC', 'EDQUOT'])
const limits: Errnos = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EIO'])

/** Errors of the operating system in the words of PostgreSQL, or of its WebAssembly. */
const wordings: Readonly<Record<string, RegExp>> = {
  EACCES: /permission denied|operation not permitted/i,
  EROFS: /read-only file system/i,
  ENOSPC: /no space left|quota exceeded/i,
  EMFILE: /no file descriptors available|too many open files(?! in system)/i,
  ENFILE: /too many open files in system/i,
  ENOMEM: /out of memory|cannot allocate|could not allocate/i,
  EAGAIN: /resource temporarily unavailable/i,
  EIO: /\bI\/O error|input\/output error/i,
}

function errnoIn(words: string): string | undefined {
  return Object.keys(wordings).find((errno) => wordings[errno]?.test(words) === true)
}

/** PostgreSQL's words for files that are missing, cut, overwritten, or of another version. */
const damages: readonly RegExp[] = [
  /no such file or directory/i,
  /does not exist|is missing/,
  /could not read .*read \d+ of \d+/,
  /incompatible with server/,
  /could not locate a valid checkpoint record/,
  /invalid (?:page|magic number|checkpoint record|primary checkpoint)/,
  /incorrect (?:checksum|resource manager data checksum)/,
  /could not access status of transaction/,
  /contains (?:unexpected|corrupted|bogus)/,
]

/** Whether a file of the database is missing, which the file system names by its path. */
function isOneMissing(folder: string, cause: unknown): boolean {
  return errnoOf(cause) === 'ENOENT' && cause instanceof Error && 'path' in cause && String(cause.path).startsWith(folder)
}

/** True when the folder exists and this user can't use it. */
async function isClosed(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return false
  } catch (error) {
    return refusals.has(errnoOf(error))
  }
}

/** Free bytes; Infinity when the file system doesn't say. */
async function freeBytesAt(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Infinity
  }
}
