import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openEmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import { attempt } from '../contract/changes.ts'
import { configWith } from '../support/config.ts'
import { copyDatabase } from '../support/database-files.ts'

let root: string
let dataDir: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-pglite-'))
  dataDir = join(root, 'data')
  await copyDatabase(dataDir)
  const { client, close } = await openEmbeddedDatabase(dataDir)
  await openPrismaConfigStore(client).change(attempt, planBootstrap(configWith()))
  await close()
})
afterEach(() => rm(root, { recursive: true }))

it('loses no acknowledged change when the process is killed with -9 in the middle of changes', async () => {
  for (let round = 0; round < 3; round++) {
    const acknowledged = await changeUntilKilled(dataDir, 40 + round * 13)
    const { client, close } = await openEmbeddedDatabase(dataDir)
    const { version, workingCopy } = await openPrismaConfigStore(client).state()
    expect(version).toBeGreaterThanOrEqual(acknowledged)
    expect(version).toBeLessThanOrEqual(acknowledged + 1) // the one whose answer was not yet written
    expect(workingCopy.settings.ratio).toBe(10 + version - 1) // bootstrap was version 1
    expect(await client.auditEvent.count()).toBe(version)
    await close()
  }
})

it('makes a new database where an earlier start was killed while it made one', async () => {
  const fresh = join(root, 'killed-at-first-start')
  await cp(join(dataDir, 'database', 'base'), join(fresh, 'database.unfinished', 'base'), { recursive: true })
  const { client, close } = await openEmbeddedDatabase(fresh)
  expect(await openPrismaConfigStore(client).state()).toMatchObject({ version: 0 })
  await close()
  expect(await readdir(fresh)).toEqual(['database'])
})

it('takes no good database for damaged, whatever the limit of open files', async () => {
  const script = fileURLToPath(new URL('../adapters/prisma/open-until-limit.ts', import.meta.url))
  const run = promisify(execFile)
  const told: string[] = []
  for (const limit of [24, 32, 64]) {
    const { stdout } = await run('sh', ['-c', `ulimit -n ${limit} && exec "$0" "$@"`, process.execPath, script, dataDir])
    expect(stdout).toMatch(
      /^(?:OPENED|MACHINE_LIMIT .*(?:too many open files|No file descriptors available).*; leave it where it is, raise the limit.*)\n$/,
    )
    told.push(stdout)
  }
  expect(told.join('')).toContain('MACHINE_LIMIT')
})

/** Returns the last version that the child said was acknowledged, once it is dead. */
async function changeUntilKilled(folder: string, changes: number): Promise<number> {
  const script = fileURLToPath(new URL('../adapters/prisma/change-until-killed.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'close')
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.split('\n').length > changes) child.kill('SIGKILL')
  })
  expect(await exited).toEqual([null, 'SIGKILL'])
  return Number(said.split('\n').at(-2))
}
