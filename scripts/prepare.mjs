// Runs before `npm start`, `npm test` and `npm run check`: installs what is missing, then checks the Node version.
// Plain JavaScript without dependencies, because a Node that is too old for the service itself has to run it.
// Usage: node scripts/prepare.mjs start|test|check. Exit codes: 64 Node too old, 143 ended by a signal, else npm's own.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  isPatched,
  linkedNode,
  linkNode,
  neededNode,
  packagedNode,
  scriptNode,
  systemNode,
  unlinkNode,
  writeNodeProject,
} from './node-choice.mjs'
import { megabytesOf, trimMark, trimPackages } from './trim-packages.mjs'

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const modules = join(root, 'node_modules')
const stamp = join(modules, '.sluice-install')
const isWindows = process.platform === 'win32'
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP']

const purpose = process.argv[2]
if (!['start', 'test', 'check'].includes(purpose)) leave(64, 'usage: node scripts/prepare.mjs start|test|check')
if (!isInstalled()) await installAlone()
preferSystemNode()
checkNode()

function isInstalled() {
  return arePackagesInstalled() && !needsPackagedNode()
}

/** `production` is enough to start; a development install is a superset of it, so it serves both, unless it was built on a trimmed one. */
function arePackagesInstalled() {
  const mode = installedMode()
  return purpose === 'start' ? mode !== 'none' : mode === 'full' && !existsSync(join(modules, trimMark))
}

/** Without a link to it this is the system's Node, which may be another than at the install. */
function needsPackagedNode() {
  if (existsSync(linkedNode(modules)) || isPatched(process.versions.node)) return false
  return packagedNode(lockedPackages()).entry !== undefined
}

/** What node_modules holds of the lockfile: the stamp knows, else npm's own record of what it installed. */
function installedMode() {
  const known = /^(\w+) (\w+)$/.exec(read(stamp))
  if (known !== null && known[1] === fingerprint()) return known[2]
  const mode = compareWithLockfile()
  if (mode !== 'none') writeStamp(mode)
  return mode
}

function compareWithLockfile() {
  const record = read(join(modules, '.package-lock.json')) // npm writes it last: an install that was cut short has none
  if (record === '') return 'none'
  const wanted = lockedPackages()
  const found = JSON.parse(record).packages
  const isFound = ([path, { version, integrity }]) => found[path]?.version === version && found[path].integrity === integrity
  if (!Object.keys(found).every((path) => path in wanted && isFound([path, wanted[path]]))) return 'none'
  const missing = Object.entries(wanted).filter((entry) => !entry[1].optional && !isFound(entry))
  if (missing.length === 0) return 'full'
  return missing.every(([, { dev, devOptional, peer }]) => dev || devOptional || peer) ? 'production' : 'none'
}

function lockedPackages() {
  try {
    const { '': _root, ...packages } = JSON.parse(read(join(root, 'package-lock.json'))).packages
    return packages
  } catch (error) {
    return leave(1, `package-lock.json is missing or damaged (${error.message}): restore it and try again`)
  }
}

/** One install at a time: the others wait until it is over, and look again. */
async function installAlone() {
  for (;;) {
    const lock = await takeLock()
    if (isInstalled()) return
    if (lock !== undefined) return install(lock)
  }
}

/**
 * The lock is a listening socket, held until the process ends: none that died, however it died, leaves it behind.
 * Undefined when another process held it; that one has let go by then.
 */
function takeLock() {
  const name = `sluice-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
  const file = process.platform !== 'linux' && !isWindows ? join(tmpdir(), `${name}.sock`) : undefined
  const path = file ?? (isWindows ? `\\\\.\\pipe\\${name}` : `\0${name}`)
  return new Promise((resolve) => {
    const lock = createServer((waiting) => waiting.unref()).unref()
    lock.listen(path, () => resolve(lock))
    lock.once('error', (refusal) => {
      if (refusal.code !== 'EADDRINUSE') leave(1, `cannot lock the install (${refusal.message}): mend that and try again`)
      tell('waiting for another install of this folder …')
      const holder = connect(path).resume()
      holder.once('close', () => resolve(undefined))
      holder.once('error', ({ code }) => {
        if (code === 'ECONNREFUSED' && file !== undefined) rmSync(file, { force: true }) // left by a dead process
      })
    })
  })
}

async function install(lock) {
  const startedMs = performance.now()
  const fetchedPackages = arePackagesInstalled() ? 0 : await installPackages(lock)
  const packaged = packagedNode(lockedPackages())
  const isNodeMissing = packaged.entry !== undefined && !isPatched(systemNode()) && !existsSync(linkedNode(modules))
  const fetched = fetchedPackages + (isNodeMissing ? await installNode(packaged, lock) : 0)
  if (installedMode() === 'production') trimPackages(modules)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  const downloaded = fetched === 1 ? '1 package was downloaded' : `${fetched} packages were downloaded`
  tell(`installed ${megabytesOf(modules)} MB in ${seconds} s; ${downloaded}, the others were in npm's cache`)
}

/** Returns how many packages were downloaded. */
async function installPackages(lock) {
  const mode = purpose === 'start' && !hasDevelopmentPackages() ? 'production' : 'full'
  // Peers and optional ones are Prisma's command line with what it brings, and a second Node. Vitest has a peer that it loads.
  const isWanted = ({ optional, dev, devOptional, peer }) => !optional && (mode === 'full' || !(dev || devOptional || peer))
  const packages = Object.entries(lockedPackages()).flatMap(([path, about]) => (isWanted(about) ? [path] : []))
  const endProgress = showProgress('dependencies (about 10 s with a warm cache)', () => {
    const present = packages.filter((path) => existsSync(join(root, path, 'package.json')))
    return `${present.length} of ${packages.length} packages`
  })
  const fetched = await runNpmCi(mode === 'production' ? ['--omit=dev', '--omit=optional', '--omit=peer'] : [], root, lock)
  endProgress()
  writeStamp(mode)
  return fetched
}

/** A full install has brought the package; linked it is by npm, unless the system's Node was good enough then. */
async function installNode(packaged, lock) {
  const brought = join(modules, packaged.name)
  if (existsSync(brought)) {
    linkNode(modules, brought)
    return 0
  }
  const { project, folder } = writeNodeProject(root, modules, packaged)
  const endProgress = showProgress('a newer Node.js for the scripts', () => packaged.name)
  const fetched = await runNpmCi([], project, lock)
  endProgress()
  linkNode(modules, folder)
  return fetched
}

/** Says what is installed, and every 3 s how far it came. Returns how to end that. */
function showProgress(what, describe) {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  tell(`installing ${what} …`)
  const timer = setInterval(() => tell(`still installing after ${seconds()} s: ${describe()}`), 3000)
  return () => clearInterval(timer)
}

/** Returns how many packages it downloaded: npm's log names each. It fetches and unpacks at once, so it knows no time of either. */
async function runNpmCi(flags, folder, lock) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...flags]
  const logs = makeLogFolder()
  const code = await runNpm(args, folder, lock, logs)
  if (code !== 0) leave(code, `"npm ${args.join(' ')}" failed (exit code ${code}): mend what npm says above, then try again`)
  const log = readdirSync(logs).map((name) => read(join(logs, name)))
  rmSync(logs, { recursive: true, force: true })
  return log.join('').match(/ http fetch GET 200 \S+\.tgz .*\(cache miss\)/g)?.length ?? 0
}

function makeLogFolder() {
  try {
    return mkdtempSync(join(tmpdir(), 'sluice-npm-'))
  } catch (error) {
    return leave(64, `TMPDIR: received "${tmpdir()}", allowed is a folder that this user may write (${error.message})`)
  }
}

/** An install for `start` must not prune a developer's tools, whatever state their node_modules is in. */
function hasDevelopmentPackages() {
  return Object.entries(lockedPackages()).some(([path, { dev }]) => dev && existsSync(join(root, path, 'package.json')))
}

/** Runs npm in a process group of its own, so that a signal to this process can end all of it. */
function runNpm(args, cwd, lock, logs) {
  // npm inherits the lock, so that it lasts while npm still writes, even when this process is killed with -9. (`_handle` is
  // private to Node; without it, or on Windows, the lock is this process's alone.)
  const stdio = ['ignore', 2, 2, (isWindows ? undefined : lock._handle?.fd) ?? 'ignore']
  let npm
  let stopping = false
  const endGroup = (signal) => {
    try {
      process.kill(isWindows ? npm.pid : -npm.pid, signal)
    } catch {} // nobody is left of it
  }
  const stop = () => {
    stopping = true
    endGroup('SIGTERM')
    setTimeout(endGroup, 2000, 'SIGKILL')
  }
  // Before the spawn: a signal right after it would end this process and leave npm behind.
  for (const signal of signals) process.on(signal, stop)
  const env = { ...process.env, npm_config_logs_dir: logs }
  npm = spawn('npm', args, { cwd, env, stdio, detached: !isWindows, shell: isWindows })
  return new Promise((resolve) => {
    npm.once('error', (error) => leave(1, `cannot run npm (${error.message}): install npm and try again`))
    npm.once('exit', (code) => {
      endGroup('SIGKILL')
      if (stopping) rmSync(logs, { recursive: true, force: true })
      if (stopping) process.exit(143) // never 0: npm would go on to start the service
      for (const signal of signals) process.off(signal, stop)
      resolve(code ?? 1)
    })
  })
}

/** npm scripts find the node of node_modules/.bin first, then that of the system; npm itself runs on the system's. */
function preferSystemNode() {
  if (!existsSync(linkedNode(modules))) return
  const runsNpm = /(?:^| )node\/v(\S+)/.exec(process.env.npm_config_user_agent ?? '')?.[1]
  if (runsNpm !== undefined && !isPatched(runsNpm)) return // without asking: every start on such a machine comes by here
  if (isPatched(systemNode())) unlinkNode(modules)
}

function checkNode() {
  const found = scriptNode(modules)
  if (found === undefined)
    leave(64, `node_modules/.bin/node does not run here, needed is Node.js ${neededNode}: install it and try again`)
  if (!isPatched(found)) leave(64, `found Node.js ${found}, needed is ${neededNode}: install it and try again`)
}

function fingerprint() {
  const lockfiles = [join(root, 'package-lock.json'), join(modules, '.package-lock.json')] // the second one tells of a prune
  return createHash('sha256').update(lockfiles.map(read).join('\n')).digest('hex')
}

function writeStamp(mode) {
  try {
    writeFileSync(stamp, `${fingerprint()} ${mode}`)
  } catch {} // a read-only node_modules is compared anew each time
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function tell(line) {
  process.stderr.write(`sluice: ${line}\n`)
}

function leave(code, line) {
  tell(line)
  process.exit(code)
}
