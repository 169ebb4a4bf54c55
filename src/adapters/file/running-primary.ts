import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../system/clock.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { readPrimaryState, type PrimaryState } from './primary-state.ts'

/**
 * Reads the state of the primary that runs on a data folder; undefined when none does. A primary holds the lock as long as it lives
 * and wrote its own process id, so no other process can be meant that got the id, or the port, of one that has ended.
 */
export async function readRunningPrimary(dataDir: string): Promise<PrimaryState | undefined> {
  if (!existsSync(join(dataDir, 'primary.json'))) return undefined
  const lock = await lockDataFolder(dataDir, 0, systemClock, 'primary.lock')
  lock?.release()
  return lock === undefined ? readPrimaryState(dataDir) : undefined
}
