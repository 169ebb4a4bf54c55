import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAsShown, readConsoleSteps, runConsole } from '../support/console-session.ts'
import { freePort, launchGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// Somebody new: the project in an empty folder, without packages, and the README from its top to its end.
const root = join(import.meta.dirname, '../..')
const left = new Set(['node_modules', 'data', '.git'])
/** The environment of somebody at a terminal: that of this test, without what npm has added to it. */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm_|VITEST|NODE_ENV|NODE_OPTIONS|SLUICE_)/.test(name)),
  ),
  PATH: (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':'),
} as Readonly<Record<string, string>>

let folder: string
let group: Group
let readme: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-readme-'))
  await cp(root, folder, { recursive: true, filter: (path) => path === root || !left.has(basename(path)) })
  const port = await freePort()
  readme = (await readFile(join(folder, 'README.md'), 'utf8')).replaceAll(':8000', `:${port}`)
  const starting = await launchGroup({ cwd: folder, port, dataDir: join(folder, 'data'), env: { ...env, DATA_DIR: './data' } })
  try {
    group = await starting.ready
  } catch (error) {
    await starting.destroy()
    throw error
  }
}, 180_000)
afterAll(async () => {
  await group.destroy()
  await rm(folder, { recursive: true, force: true })
})

it('starts by the first of the two commands, and says what the README shows', async () => {
  const [, shown = ''] = /^```text\n([^]*?)^```/m.exec(readme) ?? []
  expect(shown.split('\n')).toHaveLength(6)
  for (const line of shown.trimEnd().split('\n')) {
    const differing = line.replaceAll(/\d+(?:\.\d s| MB| packages)/g, '…').replace('data/admin-token', '…data/admin-token')
    const isSaid = (): boolean =>
      group
        .stderr()
        .split('\n')
        .some((output) => isAsShown({ output, shown: differing }))
    await until(`it has said "${line}"`, 5_000, isSaid)
  }
})

it('takes less than 350 MB, database and all', () => {
  const { stdout } = spawnSync('du', ['-sm', folder], { encoding: 'utf8' }) // it complains of files that vanish meanwhile
  expect(Number(/^\d+/.exec(stdout)?.[0])).toBeLessThan(350)
})

it('goes on as the README shows, line by line in its order', async () => {
  const steps = readConsoleSteps(readme)
  expect(steps.length).toBeGreaterThan(15)
  const outcomes = await runConsole(steps, { cwd: folder, env })
  for (const outcome of outcomes) expect(outcome, outcome.command).toSatisfy(isAsShown)
})
