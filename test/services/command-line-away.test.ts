import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { sluiceHere } from '../support/sluice-command.ts'

let postgres: PostgresServer
let group: Group
beforeAll(async () => {
  postgres = await openPostgresServer()
  await postgres.database('cli')
  group = await startGroup({ env: { DATABASE_URL: postgres.urlOf('cli') } })
  await postgres.stop()
})
afterAll(async () => {
  await group.destroy()
  await postgres.remove()
})

it('status answers what the node knows while PostgreSQL is away, and says what is missing', async () => {
  const { code, stdout, stderr } = await sluiceHere(['status'], group)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^state +DEGRADED\n +config-store is DOWN: /m)
  expect(stdout).toMatch(/^live +revision 1, by bootstrap .*\n +as this node knew it \d+ s ago; the store is away$/m)
  expect(stdout).toMatch(/^workers +1 READY with revision 1$/m)
  expect(stdout).toMatch(/^overrides +none$/m)
  expect(stdout).toMatch(/^pending +unknown, see below$/m)
  expect(stdout).toMatch(/^problems +\S/m)
})

it('as JSON it has null for what is missing', async () => {
  const { code, stdout } = await sluiceHere(['status', '--json'], group)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'DEGRADED',
    pendingChanges: null,
    workers: [{ state: 'READY' }],
    problems: expect.arrayContaining([expect.any(String)]) as string[],
  })
})

it.each(['cdn list', 'validate', 'publish', 'audit'])('%s ends with 69', async (command) => {
  expect((await sluiceHere(command.split(' '), group)).code).toBe(69)
})

it.each(['config export', 'cdn list --live', 'settings show --live'])('%s answers from memory, and says so', async (command) => {
  const { code, stdout, stderr } = await sluiceHere(command.split(' '), group)
  expect([code, stdout === '']).toEqual([0, false])
  expect(stderr).toMatch(/^sluice: the store is away; the node answers what it knew \d+ s ago\n$/)
})
