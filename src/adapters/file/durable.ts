import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file whole or not at all, readable by this user alone. Resolves once the file would outlast a power loss: write, fsync,
 * rename, fsync the folder. Nobody else may write this path at the same time.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const unfinished = `${path}.tmp`
  try {
    const file = await open(unfinished, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined) // the first error says more
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes a folder for this user alone, with its parents, as durably. */
export async function makeFolder(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true, mode: 0o700 })
  if (firstMade === undefined) return
  for (let folder = dirname(path); folder.length >= dirname(firstMade).length; folder = dirname(folder)) {
    await syncFolder(folder)
    if (folder === dirname(folder)) return
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // a folder can't be opened there, and NTFS keeps a log of renames
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
