import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { cliExitCodes } from '../../src/cli/command-failure.ts'
import { graphql } from '../support/http.ts'
import { readConsoleSteps, runConsole, type ConsoleOutcome } from '../support/console-session.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'

// docs/three-am.md, each command of it, on a real group: in order while all is well, and with PostgreSQL killed.
const root = join(import.meta.dirname, '../..')
// npx alone takes a second for each command; that it finds the program is shown by readme.test.ts.
const page = readFileSync(join(root, 'docs/three-am.md'), 'utf8').replaceAll('npx sluice', 'node bin/sluice.mjs')

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

let group: Group
let tests = 0
beforeEach(async () => {
  await postgres.start()
  tests += 1
  group = await startGroup({ env: { DATABASE_URL: await postgres.database(`night_${tests}`), WORKERS: '2' } })
  await graphql(
    group.url,
    group.token,
    `
      mutation {
        upsertCdn(input: { key: "second", baseUrl: "second.example.com" }) {
          __typename
        }
        publish(input: { message: "a second CDN" }) {
          __typename
        }
        createApiToken(input: { name: "deploy", roles: [EDITOR] }) {
          __typename
        }
      }
    `,
  )
})
afterEach(() => group.destroy())

async function follow(): Promise<readonly ConsoleOutcome[]> {
  const steps = readConsoleSteps(page.replaceAll(':8000', `:${group.port}`))
  const { PATH = '', HOME = '' } = process.env
  return runConsole(steps, { cwd: root, env: { PATH, HOME, DATA_DIR: group.dataDir } })
}

const codes = (outcomes: readonly ConsoleOutcome[]) => outcomes.map(({ command, code }) => [command.slice(0, 40), code])

it('has commands that all work, in their order', async () => {
  const outcomes = await follow()
  const nothingRuns = 'node bin/sluice.mjs canary take-back'
  for (const { command, code, output } of outcomes)
    expect([command, code, output]).toEqual([command, command === nothingRuns ? cliExitCodes.refused : 0, output])
  expect(codes(outcomes).length).toBeGreaterThan(18)
})

it('has commands that work with PostgreSQL killed, but for those that it says need it: these name what is away', async () => {
  await postgres.kill()
  const needed = new Set(
    page
      .split(/^## /m)
      .flatMap((section) =>
        section.includes('These need the database.') ? readConsoleSteps(section).map(({ command }) => command) : [],
      ),
  )
  expect(needed.size).toBeGreaterThan(5)
  for (const { command, code, output } of await follow()) {
    const [wanted, says] = needed.has(command) ? [cliExitCodes.unreachable, `PostgreSQL at 127.0.0.1:${postgres.port}`] : [0, '']
    expect([command, code, output]).toEqual([command, wanted, expect.stringContaining(says)])
  }
})

it('lists every exit code of the command line', () => {
  const listed = [...page.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code))
  expect(listed).toEqual([...new Set(Object.values(cliExitCodes))].toSorted((a, b) => a - b))
})
