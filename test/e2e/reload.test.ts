import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PrimaryState } from '../../src/adapters/file/primary-state.ts'
import { ask } from '../support/http.ts'
import { childrenOf, freePort, isRunning, nameOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

const projectRoot = new URL('../..', import.meta.url).pathname
const { PATH = '', HOME = '' } = process.env

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

async function reload(args: readonly string[] = [], env: Readonly<Record<string, string>> = { DATA_DIR: dataDir }) {
  const child = spawn('npm', ['run', '--silent', 'reload', '--', ...args], { cwd: projectRoot, env: { PATH, HOME, ...env } })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: code as number | null, stdout, stderr }
}

const state = async (folder: string) => JSON.parse(await readFile(join(folder, 'primary.json'), 'utf8')) as PrimaryState

describe('npm run reload', () => {
  let group: Group
  beforeAll(async () => {
    group = await startGroup({ dataDir })
  })
  afterAll(() => group.destroy())

  it('replaces the workers, each by one of the same name, and ends with 0 when that is over', async () => {
    const [control, worker] = await childrenOf(group.primaryPid)
    expect(await reload()).toMatchObject({ code: 0, stderr: expect.stringContaining('sluice: reload: done') })
    const [stayed, next, ...more] = await childrenOf(group.primaryPid)
    expect([stayed, next === worker, more]).toEqual([control, false, []])
    expect(await nameOf(next ?? 0)).toBe('sluice: worker-1')
  })

  it('ends with 1 and says why when a new worker does not come up; the old one goes on', async () => {
    const before = await childrenOf(group.primaryPid)
    const reloading = reload()
    await until('a new worker is killed', 5_000, async () => {
      const next = (await childrenOf(group.primaryPid)).find((pid) => !before.includes(pid))
      return next !== undefined && process.kill(next, 'SIGKILL')
    })
    const stderr = expect.stringContaining('reload: not done: the new worker-1: it ended with SIGKILL before it listened')
    expect(await reloading).toMatchObject({ code: 1, stderr })
    expect(await childrenOf(group.primaryPid)).toEqual(before)
    expect(group.stderr()).toContain('reload: not done: the new worker-1')
    expect((await ask(`${group.url}/health/ready`)).status).toBe(200)
  })
})

describe('npm run reload without a service', () => {
  it('ends with 69, and makes no folder', async () => {
    const nowhere = join(dataDir, 'nowhere')
    const stderr = expect.stringContaining(`no service runs on ${nowhere}`)
    expect(await reload([], { DATA_DIR: nowhere })).toMatchObject({ code: 69, stderr })
    expect(existsSync(nowhere)).toBe(false)
  })

  it('signals nobody that got the process id of a primary which was killed', async () => {
    const folder = await mkdtemp(join(dataDir, 'stale-'))
    const stranger = spawn('sleep', ['60'])
    const rolls = { asked: 0, over: 0, problem: null }
    await writeFile(join(folder, 'primary.json'), JSON.stringify({ pid: stranger.pid, workers: 1, rolls } satisfies object))
    expect(await reload([], { DATA_DIR: folder })).toMatchObject({ code: 69 })
    expect(await isRunning(stranger.pid ?? 0)).toBe(true)
    stranger.kill()
  })

  it('has a help, and refuses with 64 what it does not know', async () => {
    expect(await reload(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: npm run reload') })
    expect(await reload(['worker-1'])).toMatchObject({ code: 64, stderr: expect.stringContaining('"worker-1"') })
  })
})

describe('a terminal', () => {
  let terminal: ReturnType<typeof spawn> | undefined
  afterEach(() => terminal?.kill('SIGKILL'))

  it('that is closed ends the service as SIGTERM does; SIGHUP while it is open is a reload', async ({ skip }) => {
    skip(!existsSync('/usr/bin/script'), 'it needs a terminal, which `script` makes')
    const folder = await mkdtemp(join(dataDir, 'terminal-'))
    const port = await freePort()
    const env = { PATH, HOME, DATA_DIR: folder, PORT: String(port), PRE_STOP_SECONDS: '2' }
    terminal = spawn('/usr/bin/script', ['-qfc', 'npm start', '/dev/null'], { cwd: projectRoot, env, stdio: 'ignore' })
    const ready = async (): Promise<number> =>
      ask(`http://127.0.0.1:${port}/health/ready`).then(
        ({ status }) => status,
        () => 0,
      )
    await until('ready', 60_000, async () => (await ready()) === 200)
    expect(await reload([], { DATA_DIR: folder })).toMatchObject({ code: 0 })
    const { pid } = await state(folder)
    terminal.kill('SIGKILL')
    await until('not ready, and still serving', 1_000, async () => (await ready()) === 503)
    expect(await isRunning(pid)).toBe(true)
    await until('it has left', 8_000, async () => !(await isRunning(pid)))
  })
})
