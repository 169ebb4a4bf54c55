// @ts-check
import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'

const OTHERS_MAY_WRITE = 0o002
const GROUP_OR_OTHERS_MAY_WRITE = 0o022
const STICKY = 0o1000

/**
 * Makes a folder if needed and returns its real path; undefined if another user could write or replace it. Code may be loaded only
 * from such a folder. On Windows the parents of the folder decide who may write it.
 * @param {string} path
 */
export function ownFolder(path) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const folder = realpathSync(path)
    const isTrusted = process.getuid === undefined || isOurs(folder, process.getuid())
    return isTrusted ? folder : undefined
  } catch {
    return undefined // it can't be made, or the path is a file
  }
}

/**
 * @param {string} folder
 * @param {number} uid
 */
function isOurs(folder, uid) {
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & GROUP_OR_OTHERS_MAY_WRITE) !== 0) return false
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    if (!isSafeParent(lstatSync(parent), uid)) return false
    if (parent === dirname(parent)) return true
  }
}

/**
 * A sticky folder like `/tmp` is safe: other users may add entries, and rename only their own.
 * @param {import('node:fs').Stats} parent
 * @param {number} uid
 */
function isSafeParent({ uid: owner, mode }, uid) {
  return (owner === uid || owner === 0) && ((mode & OTHERS_MAY_WRITE) === 0 || (mode & STICKY) !== 0)
}
