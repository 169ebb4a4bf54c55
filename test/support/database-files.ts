import { cpSync, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openEmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { cacheFolder, fingerprint } from './memory-database.ts'

/** Puts a migrated, empty database into a data folder: making one takes a group longer than all the rest of its start. */
export async function copyDatabase(dataDir: string): Promise<void> {
  const made = join(cacheFolder, `database-files-${await fingerprint('1')}`)
  const source = existsSync(made) ? made : await makeDatabase(made)
  cpSync(source, dataDir, { recursive: true }) // 40 ms for 1,000 files; asynchronously it takes nine times of that
}

async function makeDatabase(made: string): Promise<string> {
  await mkdir(cacheFolder, { recursive: true })
  const unfinished = await mkdtemp(`${made}.`) // test processes may do this at the same time
  await (await openEmbeddedDatabase(unfinished)).close()
  try {
    await rename(unfinished, made)
  } catch {
    await rm(unfinished, { recursive: true }) // another process was first
  }
  return made
}
