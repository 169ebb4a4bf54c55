import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ask } from '../support/http.ts'
import { launchGroup, startGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

it('works where the path of TMPDIR is too long for a socket', async () => {
  const folder = join(dataDir, 'x'.repeat(120))
  await mkdir(folder)
  const group = await startGroup({ dataDir, env: { TMPDIR: folder } })
  expect((await ask(`${group.url}/health`)).status).toBe(200)
  await group.destroy()
})

it('loads no compiled code from a folder that another user could have made first', () => {
  const main = join(import.meta.dirname, '../../src/main.ts')
  const { status } = spawnSync(process.execPath, [main], { env: { TMPDIR: dataDir, PORT: 'none' } })
  expect([status, readdirSync(dataDir)]).toEqual([64, []])
})

it('says in one line why the control process does not start, again and again until it does', async () => {
  await mkdir(join(dataDir, 'admin-token'))
  const group = await launchGroup({ dataDir })
  const line = "sluice: the control process can't start (EISDIR: it is a folder, not a file); move away what stands"
  const times = (): number => group.stderr().split(line).length - 1
  await until('it has said so twice', 60_000, () => times() === 2)
  expect(group.stderr()).not.toMatch(/^\s+at /m)
  await rm(join(dataDir, 'admin-token'), { recursive: true })
  const ready = await group.ready
  expect((await ask(`${ready.url}/health/ready`)).status).toBe(200)
  await group.destroy()
})
