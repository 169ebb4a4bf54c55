import { lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'

const OTHERS_MAY_WRITE = 0o002
const GROUP_OR_OTHERS_MAY_WRITE = 0o022
const STICKY = 0o1000

/**
 * The real path of a folder that no other user can write or put another one in the place of, made where it is missing; undefined when
 * there is no such folder. What code is loaded from has to be one. On Windows the folder's parents decide who may write it.
 */
export function ownFolder(path: string): string | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const folder = realpathSync(path)
    const isTrusted = process.getuid === undefined || isOurs(folder, process.getuid())
    return isTrusted ? folder : undefined
  } catch {
    return undefined // it can't be made here, or something else is in its place
  }
}

function isOurs(folder: string, uid: number): boolean {
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== uid || (found.mode & GROUP_OR_OTHERS_MAY_WRITE) !== 0) return false
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    if (!isSafeParent(lstatSync(parent), uid)) return false
    if (parent === dirname(parent)) return true
  }
}

/** In a folder like `/tmp` others may make what is missing, and rename only what is theirs. */
function isSafeParent({ uid: owner, mode }: Stats, uid: number): boolean {
  return (owner === uid || owner === 0) && ((mode & OTHERS_MAY_WRITE) === 0 || (mode & STICKY) !== 0)
}
