// Which Node runs the scripts: that of the system where it is new and patched enough, else the one of the lockfile.
// Plain JavaScript without dependencies, as prepare.mjs, which a Node has to run that is too old for the service itself.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join, relative, sep } from 'node:path'

const isWindows = process.platform === 'win32'

/**
 * The first releases of each line that refuse a head with too many headers, instead of dropping some without a word: CVE-2026-58044,
 * by which requests could be smuggled. Lines between them got no such release; later ones have begun with it.
 */
const patched = ['22.23.2', '24.18.1', '26.5.1']

/** What a message says is needed. */
export const neededNode = `${patched.join(', ')}, a later release of these lines, or a newer line`

export function isPatched(version) {
  const [major, minor, patch] = numbersOf(version)
  const floor = patched.map(numbersOf).find((release) => release[0] === major)
  if (floor === undefined) return major > numbersOf(patched.at(-1))[0]
  return minor > floor[1] || (minor === floor[1] && patch >= floor[2])
}

function numbersOf(version) {
  return version.split('.').map((part) => Number.parseInt(part, 10))
}

/** The package of the lockfile that has a Node for this machine: its name, and its entry, which is undefined where there is none. */
export function packagedNode(lockedPackages) {
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  return { name, entry: lockedPackages[`node_modules/${name}`] }
}

/** The version of the Node that scripts would find without node_modules/.bin; empty where there is none that runs. */
export function systemNode() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
  return versionOf('node', { ...process.env, PATH: path.join(delimiter) }) ?? ''
}

/** The version of the Node that scripts find; undefined when it is the one of node_modules and does not run here. */
export function scriptNode(modules) {
  const own = linkedNode(modules)
  if (!existsSync(own) || realpathSync(own) === process.execPath) return process.versions.node
  return versionOf(own, process.env)
}

function versionOf(program, env) {
  try {
    const options = { encoding: 'utf8', shell: isWindows, env, stdio: ['ignore', 'pipe', 'ignore'] }
    return execFileSync(isWindows ? `"${program}"` : program, ['--version'], options)
      .trim()
      .slice(1)
  } catch {
    return undefined
  }
}

export function linkedNode(modules) {
  return join(modules, '.bin', isWindows ? 'node.cmd' : 'node')
}

/** The program that scripts find behind the link; undefined without one. It needs no shell, which would read its arguments. */
export function linkedProgram(modules) {
  const link = linkedNode(modules)
  if (!existsSync(link)) return undefined
  if (!isWindows) return realpathSync(link)
  const path = /%(?:~dp0|dp0%)\\?([^"]+node\.exe)"/.exec(readFileSync(link, 'utf8'))?.[1]
  return path === undefined ? undefined : join(modules, '.bin', path)
}

/** From now on scripts find the system's Node. The package stays where it is: only an install of all would bring it again. */
export function unlinkNode(modules) {
  for (const name of ['node', 'node.cmd', 'node.ps1']) rmSync(join(modules, '.bin', name), { force: true })
}

/** From now on scripts find the Node of a package in `folder`. */
export function linkNode(modules, folder) {
  const program = relative(join(modules, '.bin'), join(folder, 'bin', isWindows ? 'node.exe' : 'node'))
  mkdirSync(join(modules, '.bin'), { recursive: true })
  unlinkNode(modules)
  if (isWindows) writeFileSync(linkedNode(modules), `@"%~dp0${program.split(sep).join('\\')}" %*\r\n`)
  else symlinkSync(program, linkedNode(modules))
}

/**
 * A project of its own for one package of the lockfile, by its hash: npm can leave out all optional packages or none, and with
 * the Node of this kind come those that it calls optional to Prisma, 430 MB that nothing here loads.
 */
export function writeNodeProject(root, modules, { name, entry }) {
  const project = join(modules, '.sluice-node')
  const { optional: _optional, ...locked } = entry
  const dependencies = { [name]: entry.version }
  rmSync(project, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  if (existsSync(join(root, '.npmrc'))) cpSync(join(root, '.npmrc'), join(project, '.npmrc'))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const packages = { '': { dependencies }, [`node_modules/${name}`]: locked }
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  return { project, folder: join(project, 'node_modules', name) }
}
