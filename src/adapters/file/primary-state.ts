import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** State that a primary publishes for programs of this machine: where it is asked, and how its rolls go. */
export type PrimaryState = {
  readonly pid: number
  readonly workers: number
  /** Address at which programs of this machine reach the admin API; null as long as the port isn't known. */
  readonly adminUrl: string | null
  /** Whether `admin-token` in the folder is the admin's token, and not one of an earlier start. */
  readonly hasTokenFile: boolean
  /** Rolls asked for, rolls over, and why the last one failed. */
  readonly rolls: { readonly asked: number; readonly over: number; readonly problem: string | null }
}

/**
 * Writes the state whole or not at all. The write is not durable, since the state is void once the process has ended. Throws when
 * the folder can't be written, and removes the old state: its process id may belong to another process by now.
 */
export function writePrimaryState(dataDir: string, state: PrimaryState): void {
  const path = pathIn(dataDir)
  try {
    writeFileSync(`${path}.tmp`, JSON.stringify(state), { mode: 0o600 })
    renameSync(`${path}.tmp`, path)
  } catch (error) {
    for (const left of [path, `${path}.tmp`]) rmSync(left, { force: true })
    throw error
  }
}

/**
 * Reads the state, maybe of a primary that has ended: `pid` counts only while `primary.lock` is held. Throws when there is none.
 */
export function readPrimaryState(dataDir: string): PrimaryState {
  return JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as PrimaryState
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'primary.json')
}
