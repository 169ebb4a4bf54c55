import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const operatorsOwn = mkdtempSync(join(tmpdir(), 'sluice-code-cache-'))
afterAll(() => rmSync(operatorsOwn, { recursive: true }))

const print = `import { enableCodeCache } from './src/adapters/file/code-cache.mjs'
enableCodeCache()
console.log(process.env.NODE_COMPILE_CACHE ?? 'none')`

it.each<{ readonly env: Readonly<Record<string, string>>; readonly told: string }>([
  { env: {}, told: join(root, 'node_modules/.cache/sluice') },
  { env: { NODE_COMPILE_CACHE: operatorsOwn }, told: operatorsOwn },
  { env: { NODE_DISABLE_COMPILE_CACHE: '1' }, told: 'none' },
])('tells processes that are started later where compiled code is: $env', ({ env, told }) => {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', print], { cwd: root, env, encoding: 'utf8' })
  expect(stdout.trim()).toBe(told)
})
