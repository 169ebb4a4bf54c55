import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPrimaryState, writePrimaryState, type PrimaryState } from '../../../src/adapters/file/primary-state.ts'

let dataDir: string
beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'sluice-state-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

const state: PrimaryState = {
  pid: 7,
  workers: 2,
  adminUrl: 'http://127.0.0.1:8000',
  hasTokenFile: true,
  rolls: { asked: 2, over: 1, problem: 'why' },
}

it('comes back as it was written last, from a file for this user alone', () => {
  writePrimaryState(dataDir, { ...state, pid: 6 })
  writePrimaryState(dataDir, state)
  expect(readPrimaryState(dataDir)).toEqual(state)
  expect(readdirSync(dataDir)).toEqual(['primary.json'])
  expect(statSync(join(dataDir, 'primary.json')).mode & 0o777).toBe(0o600)
})

it('is gone when it could not be written: what was there may name a process that is somebody else by now', () => {
  writePrimaryState(dataDir, state)
  mkdirSync(join(dataDir, 'primary.json.tmp'))
  expect(() => writePrimaryState(dataDir, state)).toThrow('EISDIR')
  expect(() => readPrimaryState(dataDir)).toThrow('ENOENT')
})
