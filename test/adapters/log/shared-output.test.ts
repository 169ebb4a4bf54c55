import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'

const writer = fileURLToPath(new URL('../../support/log-writer.ts', import.meta.url))

let shell: ChildProcessWithoutNullStreams
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-output-'))
})
afterEach(async () => {
  shell.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function run(script: string): void {
  shell = spawn('sh', ['-c', script, process.execPath, writer, join(folder, 'log')], { stdio: 'pipe' })
}

/** Has a writer log so many lines, and returns how many it dropped so far. */
async function log(lines: number): Promise<number> {
  shell.stdin.write(`${lines}\n`)
  const [told] = (await once(shell.stderr, 'data')) as [Buffer]
  return Number(told)
}

const turnsIn = (text: string): readonly number[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { turn: number }).turn)

it('keeps the lines of two processes whole on a pipe that they share, while its reader is slow', async () => {
  const one = `seq 30 | sed 's/.*/500/' | "$0" "$1"`
  run(`(${one} one & ${one} two & wait) 2>&- | (sleep 0.5; cat)`)
  let read = ''
  for await (const text of shell.stdout.setEncoding('utf8')) read += text as string
  const lines = read.trimEnd().split('\n')
  const torn = lines.filter((line) => !/^\{"level":30[^{}]*"msg":"access"\}$/.test(line))
  expect(torn).toEqual([])
  for (const name of ['one', 'two'])
    expect(lines.filter((line) => line.includes(`"worker":"${name}"`)).length).toBeGreaterThan(500)
})

it('keeps lines for a file that is full, and writes each whole when there is room again', async () => {
  run(`ulimit -f 16; exec "$0" "$1" one >> "$2"`)
  const file = join(folder, 'log')
  expect(await log(60)).toBe(0)
  const before = await readFile(file, 'utf8')
  await truncate(file)
  expect(await log(1)).toBe(0)
  const [first = '', ...rest] = (await readFile(file, 'utf8')).split('\n')
  expect([before.length % 512, first]).toEqual([0, ''])
  const kept = before.slice(0, before.lastIndexOf('\n'))
  expect([...turnsIn(kept), ...turnsIn(rest.join('\n'))]).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
})

it('drops and counts what a full file leaves, beyond 256 KiB', async () => {
  run(`ulimit -f 16; exec "$0" "$1" one >> "$2"`)
  expect(await log(1_000)).toBe(0)
  const dropped = await log(3_000)
  expect(dropped).toBeGreaterThan(1_000)
  expect(await log(100)).toBe(dropped + 100)
})
