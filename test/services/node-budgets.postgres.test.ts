import { openPrismaNodeBudgets } from '../../src/adapters/prisma/node-budgets.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { sharedBudgetsContract } from '../contract/node-budgets.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

sharedBudgetsContract('PostgreSQL', async () => {
  const { client } = database()
  await emptyTables(client)
  return {
    budgets: openPrismaNodeBudgets(client, systemClock),
    other: openPrismaNodeBudgets(other().client, systemClock),
    pass: async (ms) => {
      await client.$executeRaw`UPDATE origin_lease SET until = until - make_interval(secs => ${ms / 1_000}::float8)`
    },
  }
})
