import { expect, it } from 'vitest'
import { openPrismaLoads } from '../../src/adapters/prisma/shared-loads.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { openOutsideLoads } from '../../src/agent/outside-loads.ts'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { sharedLoadsContract } from '../contract/shared-loads.contract.ts'
import { revisionWith } from '../support/config.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

sharedLoadsContract('PostgreSQL', async () => {
  await emptyTables(database().client)
  let agedMs = 0
  const clock = { ...systemClock, nowMonoMs: () => systemClock.nowMonoMs() + agedMs }
  return {
    loads: openPrismaLoads(database().client, clock),
    other: openPrismaLoads(other().client, clock),
    async age(ms) {
      agedMs += ms
      const by = `${ms} milliseconds`
      await database().client.$executeRaw`
        UPDATE cdn_load SET reported_at = reported_at - ${by}::interval, valid_until = valid_until - ${by}::interval,
          recent = ARRAY(SELECT at - ${by}::interval FROM unnest(recent) WITH ORDINALITY AS each (at, place) ORDER BY place)`
    },
  }
})

it('a report to one node is known to the other with its next second', async () => {
  await emptyTables(database().client)
  const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
  const nodeOn = ({ client }: Database) =>
    openOutsideLoads({
      sharedLoads: openPrismaLoads(client, systemClock),
      askLoad: () => Promise.reject(new Error('nobody tells a load')),
      revisions: { current: () => revisionWith({ cdns: [{ key: 'fast', capacity }] }) },
      clock: systemClock,
      storeTime: systemClock,
      random: () => 0.5,
      onProblem: () => undefined,
    })
  const [a, b] = [nodeOn(database()), nodeOn(other())]
  const taken = await a.report('fast', { percent: 81.5, mbps: null, validSeconds: 30 })
  expect(b.list()).toEqual([])
  await b.tick()
  expect(b.list()).toEqual(a.list())
  expect(taken).toMatchObject({ ok: true, value: b.list()[0] })
})

it('takes reports on though the clock of the server was set back', async () => {
  const { client } = database()
  await emptyTables(client)
  const loads = openPrismaLoads(client, systemClock)
  for (let load = 0; load < 10; load += 1) await loads.report('fast', { percent: load, mbps: null, validSeconds: 30 })
  await client.$executeRaw`UPDATE cdn_load SET reported_at = reported_at + interval '1 hour',
    recent = ARRAY(SELECT at + interval '1 hour' FROM unnest(recent) WITH ORDINALITY AS each (at, place) ORDER BY place)`
  expect(await loads.report('fast', { percent: 99, mbps: null, validSeconds: 30 })).toMatchObject({ percent: 99 })
  expect(await loads.list()).toMatchObject([{ percent: 99 }])
})
