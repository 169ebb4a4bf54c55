import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a primary tells those who ask it for a roll: how many were asked for, how many are over, why the last was not done. */
export type PrimaryState = {
  readonly pid: number
  readonly workers: number
  readonly rolls: { readonly asked: number; readonly over: number; readonly problem: string | null }
}

/**
 * Whole or not at all; not durable, since it means nothing once the process has ended. When the folder can't be written it throws, and
 * what was there is gone: it may name a process that is somebody else's by now.
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

/** It may be that of a primary which has ended: only while `primary.lock` is held is its `pid` the holder's. Throws when there is none. */
export function readPrimaryState(dataDir: string): PrimaryState {
  return JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as PrimaryState
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'primary.json')
}
