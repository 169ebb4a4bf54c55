import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockDataFolder } from '../../../src/adapters/file/data-folder-lock.ts'

let root: string
let dataDir: string
const children: ChildProcess[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-lock-'))
  dataDir = join(root, 'data')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(root, { recursive: true })
})

it('is held by one at a time, and free again once released, however often', async () => {
  const first = await lockDataFolder(dataDir, 0)
  expect(first).toBeDefined()
  expect(await lockDataFolder(dataDir, 0)).toBeUndefined()
  first?.release()
  const second = await lockDataFolder(dataDir, 0)
  expect(second).toBeDefined()
  first?.release()
  expect(await lockDataFolder(dataDir, 0)).toBeUndefined()
  second?.release()
})

it('is one for each folder', async () => {
  const locks = [await lockDataFolder(dataDir, 0), await lockDataFolder(join(root, 'other'), 0)]
  for (const lock of locks) lock?.release()
  expect(locks).not.toContain(undefined)
})

it('keeps other processes out while its holder lives, and is free the moment that one is killed with -9', async () => {
  const holder = await hold()
  expect(holder.said).toBe('locked\n')
  expect(await lockDataFolder(dataDir, 0)).toBeUndefined()
  expect((await hold()).said).toBe('taken\n')
  const exited = once(holder.process, 'exit')
  holder.process.kill('SIGKILL')
  expect(await exited).toEqual([null, 'SIGKILL'])
  const lock = await lockDataFolder(dataDir, 0)
  expect(lock).toBeDefined()
  lock?.release()
})

it('waits for a holder that is leaving', async () => {
  const holder = await lockDataFolder(dataDir, 0)
  const clock = countingClock((pauses) => {
    if (pauses === 3) holder?.release()
  })
  const lock = await lockDataFolder(dataDir, 1_000, clock)
  expect(lock).toBeDefined()
  expect(clock.pausesMs).toHaveLength(3)
  lock?.release()
})

it('waits no longer than it is told to', async () => {
  const holder = await lockDataFolder(dataDir, 0)
  const clock = countingClock(() => undefined)
  expect(await lockDataFolder(dataDir, 1_000, clock)).toBeUndefined()
  expect(clock.pausesMs.reduce((sum, ms) => sum + ms, 0)).toBe(1_000)
  holder?.release()
})

it("survives the garbage collector when its holder doesn't keep it", async () => {
  const holder = await hold('--expose-gc', 'await lockDataFolder(process.argv[1], 0); for (let i = 0; i < 5; i++) gc()')
  expect(holder.said).toBe('locked\n')
  expect(await lockDataFolder(dataDir, 0)).toBeUndefined()
})

it('rejects when the folder cannot be made', async () => {
  await writeFile(join(root, 'file'), '')
  await expect(lockDataFolder(join(root, 'file', 'below'), 0)).rejects.toThrow('ENOTDIR')
})

/** Time that passes at once, and what happens meanwhile. */
function countingClock(meanwhile: (pauses: number) => void) {
  const pausesMs: number[] = []
  return {
    pausesMs,
    after(delayMs: number, callback: () => void) {
      meanwhile(pausesMs.push(delayMs))
      queueMicrotask(callback)
      return () => undefined
    },
  }
}

/** Another process that tries to take the folder; it holds what it got until it is killed. Nothing may stand on its stderr. */
async function hold(flag?: string, code?: string): Promise<{ readonly process: ChildProcess; readonly said: string }> {
  const script = fileURLToPath(new URL('hold-data-folder.ts', import.meta.url))
  const lockModule = new URL('../../../src/adapters/file/data-folder-lock.ts', import.meta.url).href
  const inline = `import { lockDataFolder } from '${lockModule}'; ${code}; console.log('locked'); process.stdin.resume()`
  const args = flag === undefined ? [script, dataDir] : [flag, '--input-type=module-typescript', '-e', inline, dataDir]
  const child = spawn(process.execPath, args, { stdio: 'pipe' })
  children.push(child)
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => [complaints])])) as [unknown]
  expect(complaints).toBe('')
  return { process: child, said: String(said) }
}
