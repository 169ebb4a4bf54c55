import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConfigRevision } from '../../../src/core/config/revision.ts'
import type { FleetView } from '../../../src/ports/fleet-view.ts'
import { adminToken, idleFleet, openControl, type ControlUnderTest } from '../../support/control.ts'

let control: ControlUnderTest
let waits: number[]
/** Called when a change is made and its workers are waited for. */
let onWait: () => void
/** For what was waited, and for whom: undefined is all. */
let waitedFor: (readonly [revision: number, ids: readonly string[] | undefined])[]
let disk: { isFull: boolean; readonly written: number[] }
beforeEach(async () => {
  disk = { isFull: false, written: [] }
  const write = async ({ number }: ConfigRevision): Promise<void> => {
    if (disk.isFull) throw new Error('ENOSPC')
    disk.written.push(number)
  }
  onWait = () => undefined
  waits = []
  waitedFor = []
  const fleet: FleetView = {
    ...idleFleet,
    workers: () => [{ ...refusing, pid: 11, as: 'LIVE', lastSeenAt: '2026-01-01T00:00:00.000Z' }],
    awaitConvergence: async ({ revision }, withinMs, ids) => {
      waits.push(withinMs)
      waitedFor.push([revision?.number ?? 0, ids])
      onWait()
      return true
    },
    receipts: () => [{ ...refusing, isRunning: false, afterMs: null }],
  }
  control = await openControl({
    fleet,
    snapshots: { write, newest: async () => undefined, removeNewerThan: async () => undefined },
  })
})
afterEach(() => control.close())

const refusing = { id: 'worker-1', node: 'node-a', state: 'REFUSED', revision: 1, sha256: null, problem: 'not mine' } as const

const publish = 'mutation { publish(input: {}) { __typename ... on UserError { code message } } }'

it('acknowledges no publish that is not on disk, also when it is asked again, until it is', async () => {
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
  disk.isFull = true
  const refused = {
    publish: {
      __typename: 'NotDurable',
      code: 'NOT_DURABLE',
      message: expect.stringMatching(/^revision 2 is live but could not be made durable; /),
    },
  }
  expect((await control.graphql(publish)).data).toEqual(refused)
  expect((await control.graphql(publish)).data).toEqual(refused)
  disk.isFull = false
  expect((await control.graphql(publish)).data).toEqual({ publish: { __typename: 'PublishSuccess' } })
  expect(disk.written).toEqual([1, 2])
})

it.each([
  { input: '', waitsMs: 1_000 },
  { input: 'waitForWorkersSeconds: null', waitsMs: 1_000 },
  { input: 'waitForWorkersSeconds: 0', waitsMs: 0 },
  { input: 'waitForWorkersSeconds: 25', waitsMs: 25_000 },
])('waits $waitsMs ms for the workers with {$input}, and tells who refuses, as /health does', async ({ input, waitsMs }) => {
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
  const selection = '... on PublishSuccess { workers { id node state revision sha256 isRunning afterMs problem } }'
  const { data } = await control.graphql(`mutation { publish(input: { ${input} }) { ${selection} } }`)
  expect(data).toEqual({ publish: { workers: [{ ...refusing, isRunning: false, afterMs: null }] } })
  expect(waits).toEqual([0, waitsMs])
  const headers = { authorization: `Bearer ${adminToken}` }
  const health = await control.app.inject({ url: '/health', headers })
  expect([health.statusCode, health.body]).toEqual([200, expect.stringMatching(/"DEGRADED".*worker-1 is REFUSED.*not mine/)])
})

const document = `{
  cdns: [{ key: "default", baseUrl: "cdn.example.com" }]
  originClusters: [{ key: "origin-cluster", hostSuffix: "origin-cluster" }]
  settings: { ratio: 3, redirectStatus: 301 }
}`

it.each([
  { what: 'rollback', input: 'toRevision: 1', type: 'RollbackSuccess', ratio: { before: 4, after: 10 }, warnings: [] },
  {
    what: 'applyConfig',
    input: `config: ${document}`,
    type: 'ApplyConfigSuccess',
    ratio: { before: 4, after: 3 },
    warnings: [{ code: 'PERMANENT_REDIRECT' }],
  },
])('a $what waits and tells as a publish does, and on a dry run neither', async ({ what, input, type, ratio, warnings }) => {
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } publish(input: {}) { __typename } }')
  const selection = `... on ${type} { revision { number } changes { path before after author } warnings { code } workers { id state problem } }`
  const change = async (options: string) =>
    (await control.graphql(`mutation { ${what}(input: { ${input} ${options} }) { ${selection} ... on UserError { code } } }`))
      .data[what]
  waits.length = 0
  const told = {
    changes: expect.arrayContaining([{ path: 'settings.ratio', ...ratio, author: 'admin-token' }]),
    warnings,
  }
  expect(await change('dryRun: true, waitForWorkersSeconds: 7')).toEqual({ revision: null, ...told, workers: [] })
  expect(waits).toEqual([])
  const workers = [{ id: 'worker-1', state: 'REFUSED', problem: 'not mine' }]
  expect(await change('waitForWorkersSeconds: 7')).toEqual({ revision: { number: 3 }, ...told, workers })
  expect(await change('waitForWorkersSeconds: 26')).toEqual({ code: 'INPUT_INVALID' })
  expect(waits).toEqual([7_000])
})

it.each([
  { what: 'publish', input: '', type: 'PublishSuccess', edits: 'changes' },
  { what: 'rollback', input: 'toRevision: 1', type: 'RollbackSuccess', edits: 'discarded' },
])('a $what that is made is told as made, with a store that is away just then: its editors are unknown', async (change) => {
  const { what, input, type, edits } = change
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
  if (what === 'rollback')
    await control.graphql('mutation { publish(input: {}) { __typename } updateSettings(input: { ratio: 5 }) { __typename } }')
  onWait = () => control.goAway('ECONNREFUSED')
  const { data } = await control.graphql(
    `mutation { ${what}(input: { ${input} }) { ... on ${type} { ${edits} { path author } } } }`,
  )
  expect(data).toEqual({ [what]: { [edits]: [{ path: 'settings.ratio', author: null }] } })
})

it('waits for nobody where nothing was pending, unless it is told to', async () => {
  for (const input of ['', 'waitForWorkersSeconds: 3'])
    await control.graphql(`mutation { publish(input: { ${input} }) { __typename } }`)
  expect(waits).toEqual([0, 3_000])
})

it.each([-1, 26])('refuses to wait %i s', async (seconds) => {
  const selection = '... on UserError { code field message }'
  const { data } = await control.graphql(`mutation { publish(input: { waitForWorkersSeconds: ${seconds} }) { ${selection} } }`)
  const message = expect.stringContaining('an integer from 0 to 25')
  expect(data).toEqual({ publish: { code: 'INPUT_INVALID', field: 'input.waitForWorkersSeconds', message } })
  expect(waits).toEqual([])
})

it('waits for the workers of a canary alone, writes nothing of it, and for all when it has ended', async () => {
  const begin = 'publish(input: { canary: { workers: 2, seconds: 60 } }) { __typename }'
  const end = (revision: number, outcome: string) =>
    `endCanary(input: { revision: ${revision}, outcome: ${outcome} }) { __typename }`
  await control.graphql(`mutation { updateSettings(input: { ratio: 4 }) { __typename } ${begin} }`)
  expect([waitedFor.at(-1), waits.at(-1)]).toEqual([[2, ['worker-1', 'worker-2']], 1_000])
  await control.graphql(`mutation { ${end(2, 'TAKE_BACK')} }`)
  expect([waitedFor.at(-1), waits.at(-1), disk.written]).toEqual([[1, undefined], 1_000, [1]])
  await control.graphql(`mutation { ${begin} ${end(3, 'PROMOTE')} }`)
  expect([waitedFor.at(-1), waits.at(-1), disk.written]).toEqual([[3, undefined], 1_000, [1, 3]])
})
