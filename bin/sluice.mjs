#!/usr/bin/env node
// `npx sluice`, or `sluice` after `npm link`: runs the command line with the Node that `npm start` chose, as npm scripts do.
// Plain JavaScript without dependencies, because a Node that is too old for the rest has to run it.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isPatched, linkedProgram, neededNode } from '../scripts/node-choice.mjs'

const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const modules = join(root, 'node_modules')
const main = join(root, 'src/cli/main.ts')
const codeCache = pathToFileURL(join(root, 'scripts/code-cache.mjs')).href
const node = linkedProgram(modules)

if (!existsSync(modules)) leave(69, `nothing is installed in ${root}; run "npm start" or "npm ci" there first`)
else if (node !== undefined && node !== realpathSync(process.execPath)) runWith(node)
else if (isPatched(process.versions.node)) await import(codeCache).then(() => import(pathToFileURL(main)))
else leave(64, `found Node.js ${process.versions.node}, needed is ${neededNode}: install it and try again`)

function runWith(program) {
  const child = spawn(program, ['--import', codeCache, main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => leave(69, `${program} does not run (${error.message}); run "npm start" in ${root}`))
  child.once('exit', (code, signal) => (process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)))
}

function leave(code, line) {
  process.stderr.write(`sluice: ${line}\n`)
  process.exitCode = code
}
