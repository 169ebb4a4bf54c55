import { resolve } from 'node:path'
import { lockDataFolder, type LockFile } from '../adapters/file/data-folder-lock.ts'
import { tell } from '../adapters/log/log.ts'
import { systemClock } from '../adapters/system/clock.ts'
import { exitCodes } from '../core/exit-codes.ts'
import { describeLeftBehind } from './left-behind.ts'

/** Longest wait for the data folder of a group that is leaving. */
const LOCK_WAIT_MS = 2_000

/** Holds the data folder until this process ends; ends the process when another Sluice has the folder. */
export async function takeDataFolder(dataDir: string, file: LockFile): Promise<void> {
  try {
    if ((await lockDataFolder(dataDir, LOCK_WAIT_MS, systemClock, file)) !== undefined) return
    const left = describeLeftBehind(`DATA_DIR: ${dataDir}`, (held, cwd) => resolve(cwd, held.DATA_DIR) === resolve(dataDir))
    tell(left ?? `DATA_DIR: ${dataDir} is in use by another Sluice; stop it or set DATA_DIR to another folder`)
  } catch (error) {
    tell(
      `DATA_DIR: ${dataDir} can't be used (${error instanceof Error ? error.message : String(error)}); set DATA_DIR to a folder that this user may write`,
    )
  }
  process.exit(exitCodes.dataFolderInUse)
}
