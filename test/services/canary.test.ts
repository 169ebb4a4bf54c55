import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { canariesOf } from '../support/canary.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

// Two groups on one database, without Redis: what the one does the other hears of by polling, within 5 s.
let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

let one: Group
let other: Group
beforeEach(async () => {
  const env = { DATABASE_URL: await postgres.database('canary'), WORKERS: '2' }
  ;[one, other] = await Promise.all([startGroup({ env }), startGroup({ env })])
}, 60_000)
afterEach(async () => {
  await Promise.all([one.destroy(), other.destroy()])
})

const edit = (ratio: number): string => `updateSettings(input: { ratio: ${ratio} })`

it('is run by no worker of the other group, which sees it and may end it; then both run it', async () => {
  const [here, there] = [canariesOf(one), canariesOf(other)]
  const changes = await subscribe(other.url, other.token, 'subscription { canaryChanged { revision state } }')
  await changes.next()
  const live = await there.live()
  const { number } = (await here.publish(edit(live + 100), 'workers: 1, seconds: 600')).revision
  expect(await changes.next()).toEqual({ canaryChanged: { revision: number, state: 'RUNNING' } })
  expect([await here.revisions(), await there.revisions(), await there.live()]).toEqual([[number, live], [live, live], live])
  const ended = await there.answer(`mutation { endCanary(input: { revision: ${number}, outcome: PROMOTE }) { __typename } }`)
  expect(ended).toEqual({ endCanary: { __typename: 'EndCanarySuccess' } })
  expect(await there.revisions()).toEqual([number, number])
  await until('both run it', 5_000, async () => (await here.revisions()).every((running) => running === number))
  changes.close()
}, 60_000)

it('whose group is gone is taken back by the other, 10 s after its time', async () => {
  const [here, there] = [canariesOf(one), canariesOf(other)]
  const live = await there.live()
  const { number } = (await here.publish(edit(live + 200), 'workers: 2, seconds: 1')).revision
  await one.destroy()
  await until('the other knows of it', 5_000, async () => (await there.canary())?.revision === number)
  expect(await there.ended(20_000)).toMatchObject({
    revision: number,
    state: 'TAKEN_BACK',
    reason: expect.stringContaining('no worker of'),
  })
  expect([await there.live(), await there.revisions()]).toEqual([live, [live, live]])
}, 60_000)
