// Runs every `check:…` script of package.json, past failures and as many at once as there are cores. The last line is
// `N passed, N failed`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
const names = Object.keys(scripts).filter((name) => name.startsWith('check:'))
const left = names.values()
const failed = []
await Promise.all(Array.from({ length: availableParallelism() }, runThoseLeft))
console.log(`${names.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1

async function runThoseLeft() {
  for (const name of left) if (!(await passes(name))) failed.push(name)
}

/** Runs the command as npm would, but without npm's half a second for each. */
async function passes(name) {
  const startMs = performance.now()
  const child = spawn(scripts[name], { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const outcome = new Promise((resolve) => child.once('error', resolve).once('close', resolve)) // an error or the exit code
  const output = await Promise.all([text(child.stdout), text(child.stderr)])
  const result = await outcome
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  if (result !== 0) console.log(output.join('\n'), result)
  console.log(`${result === 0 ? 'pass' : 'FAIL'}  ${name.padEnd(18)} ${seconds.padStart(5)} s`)
  return result === 0
}
