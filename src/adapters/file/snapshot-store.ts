import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { whyUnusable, type ConfigRevision } from '../../core/config/revision.ts'
import { whyNotRunnable } from '../../core/routing/why-not-runnable.ts'
import type { SnapshotStore } from '../../ports/snapshot-store.ts'
import { makeFolder, writeDurably } from './durable.ts'
import { readTextFile } from './read-file.ts'
import { parseSnapshot } from './snapshot.ts'

const KEPT = 3

/**
 * Snapshots as `snapshots/revision-000000000042.json` in the data folder, whose lock the caller holds. `onPassedOver` is called
 * with each file that `newest` could not use, and why.
 */
export function openSnapshotStore(dataDir: string, onPassedOver: (path: string, why: string) => void): SnapshotStore {
  const folder = join(dataDir, 'snapshots')
  let lastWrite: Promise<void> = Promise.resolve()
  return {
    write(revision) {
      const write = lastWrite.then(() => writeSnapshot(folder, revision)) // one after the other: each write prunes the others
      lastWrite = write.catch(() => undefined)
      return write
    },
    async newest(whyRefused = () => undefined) {
      for (const number of await listNumbers(folder)) {
        const path = join(folder, nameOf(number))
        const snapshot = await readSnapshot(path, number, (revision) => whyNotRunnable(revision) ?? whyRefused(revision))
        if (typeof snapshot !== 'string') return snapshot
        onPassedOver(path, snapshot)
      }
      return undefined
    },
    async removeNewerThan(number) {
      const newer = (await listNumbers(folder)).filter((stored) => stored > number)
      for (const stored of newer) await rm(join(folder, nameOf(stored)), { force: true })
    },
  }
}

async function writeSnapshot(folder: string, revision: ConfigRevision): Promise<void> {
  const path = join(folder, nameOf(revision.number))
  const present = await readSnapshot(path, revision.number, whyUnusable)
  if (typeof present !== 'string' && present.sha256 === revision.sha256) return
  await makeFolder(folder)
  await writeDurably(path, `${JSON.stringify(revision)}\n`)
  await prune(folder, revision.number)
}

/** Removes all but the newest, and unfinished files of killed processes. Keeps the one just written, even when others are newer. */
async function prune(folder: string, written: number): Promise<void> {
  const others = (await listNumbers(folder)).filter((number) => number !== written)
  const leftovers = (await readdir(folder)).filter((name) => name.endsWith('.tmp'))
  for (const name of [...others.slice(KEPT - 1).map(nameOf), ...leftovers]) await rm(join(folder, name), { force: true })
}

/** Returns the snapshot, or the reason why it can't be used. */
async function readSnapshot(
  path: string,
  number: number,
  whyRefused: (revision: ConfigRevision) => string | undefined,
): Promise<ConfigRevision | string> {
  try {
    const snapshot = parseSnapshot(await readTextFile(path))
    if (snapshot === undefined) return 'it is not a revision in JSON'
    if (snapshot.number !== number) return `it holds revision ${snapshot.number}`
    return whyRefused(snapshot) ?? snapshot
  } catch (error) {
    return `it can't be read (${error instanceof Error ? error.message : String(error)})`
  }
}

/** Lists revision numbers, the highest first; none when the folder is missing. */
async function listNumbers(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .flatMap((name) => /^revision-(\d{12})\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a)
}

function nameOf(number: number): string {
  return `revision-${String(number).padStart(12, '0')}.json`
}
