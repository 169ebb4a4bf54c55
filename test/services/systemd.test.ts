import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exitCodes } from '../../src/core/exit-codes.ts'
import { DRAIN_MS } from '../../src/core/http-limits.ts'
import { settingsSchema } from '../../src/settings.ts'
import { requirePrograms } from '../support/server-process.ts'

// The unit as systemd reads it, with the Node and the folder that are here.
const root = join(import.meta.dirname, '../..')
const unit = readFileSync(join(root, 'ops/systemd/sluice.service'), 'utf8')
const valuesOf = (name: string): readonly string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value)

let folder: string
let path: string
beforeAll(() => {
  requirePrograms()
  folder = mkdtempSync(join(tmpdir(), 'sluice-unit-'))
  path = join(folder, 'sluice.service')
  writeFileSync(path, unit.replaceAll('/opt/sluice', root).replaceAll('/usr/bin/node', process.execPath))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function analyze(...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  return { code: status, text: stdout + stderr }
}

it('is read without a complaint', () => {
  expect(analyze('verify', '--man=no', path)).toEqual({ code: 0, text: '' })
})

it('may do little: 1.5 of 10 at most, as systemd counts', () => {
  const { code, text } = analyze('security', '--offline=yes', '--no-pager', '--threshold=15', path)
  expect([code, text.split('\n').at(-2)]).toEqual([0, expect.stringContaining('OK')])
})

it('would be told of a fault', () => {
  const faulty = join(folder, 'faulty.service')
  writeFileSync(faulty, unit.replaceAll('/opt/sluice', root).replaceAll('/usr/bin/node', '/nowhere/node'))
  expect(analyze('verify', '--man=no', faulty).text).toContain('/nowhere/node')
})

it('starts the primary itself, reloads by SIGHUP and leaves the rest to it', () => {
  expect(valuesOf('ExecStart')).toEqual(['/usr/bin/node src/main.ts'])
  expect(valuesOf('ExecReload')).toEqual(['/bin/kill -HUP $MAINPID'])
  expect(valuesOf('KillMode')).toEqual(['mixed'])
})

it('is not started again after a bad setting, or beside another on its data folder', () => {
  expect(valuesOf('Restart')).toEqual(['on-failure'])
  expect(valuesOf('RestartPreventExitStatus')).toEqual([`${exitCodes.badSettings} ${exitCodes.dataFolderInUse}`])
})

it('has longer to leave than Sluice takes', () => {
  const { PRE_STOP_SECONDS } = settingsSchema.parse({})
  expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThan(PRE_STOP_SECONDS + DRAIN_MS / 1_000)
})
