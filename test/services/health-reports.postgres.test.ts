import { expect, it } from 'vitest'
import { openPrismaHealthReports } from '../../src/adapters/prisma/health-reports.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { healthReportsContract } from '../contract/health-reports.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { reportOf } from '../support/health.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()
const age = async (ms: number): Promise<void> => {
  await database().client.$executeRaw`UPDATE health_report SET at = at - ${ms} * interval '1 millisecond'`
}

healthReportsContract('PostgreSQL', async () => {
  await emptyTables(database().client)
  return {
    reports: openPrismaHealthReports(database().client, systemClock),
    other: openPrismaHealthReports(other().client, systemClock),
    age,
  }
})

it('removes the reports of nodes that are gone for an hour, and passes over what another version may have written', async () => {
  const { client } = database()
  await emptyTables(client)
  const reports = openPrismaHealthReports(client, systemClock)
  await reports.share(reportOf('gone', {}))
  await age(3_601_000)
  await client.$executeRaw`INSERT INTO health_report (node, at, report) VALUES ('newer', clock_timestamp(), '{"later": 1}')`
  const own = reportOf('own', {})
  expect(await reports.share(own)).toEqual([own])
  expect((await client.healthReport.findMany({ orderBy: { node: 'asc' } })).map(({ node }) => node)).toEqual(['newer', 'own'])
})

it('gives a report that is the same another time alone, and writes it whole again once its row is lost', async () => {
  const { client } = database()
  await emptyTables(client)
  const reports = openPrismaHealthReports(client, systemClock)
  const own = reportOf('own', {})
  const row = () => client.healthReport.findUniqueOrThrow({ where: { node: 'own' } })
  await reports.share(own)
  await client.$executeRaw`UPDATE health_report SET report = '{"as it was": true}'`
  await reports.share(own)
  expect((await row()).report).toEqual({ 'as it was': true })
  await client.healthReport.deleteMany()
  await reports.share(own)
  expect((await row()).report).toEqual(own)
})
