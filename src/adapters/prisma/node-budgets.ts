import { LEASE_MS } from '../../core/budget/origin-lease.ts'
import { grantableParts, type Claim } from '../../core/budget/parts.ts'
import { storable } from '../../core/storable.ts'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { BudgetClaim, NodeLease, NodeBudgets } from '../../ports/node-budgets.ts'
import { deadlines } from './deadlines.ts'
import { transactionLimits } from './late.ts'
import { inTime, withoutWaiting } from './transactions.ts'

/** Number of the lock under which budgets are divided; nothing else waits for it. */
const LOCK = 7_583_210

/** Divides the budgets among the nodes by a table. Times are those of the server. */
export function openPrismaNodeBudgets(client: PrismaClient, clock: Pick<Clock, 'after'>): NodeBudgets {
  return {
    lease: (node, claims) =>
      inTime(clock, () => client.$transaction((transaction) => divide(transaction, storable(node), claims), transactionLimits)),
  }
}

type Row = Claim & { readonly cluster: string; readonly node: string }

/**
 * Takes the lock first, so that one node after the other sees what the others hold. What this node's workers still use is kept for
 * it, until they use less.
 */
async function divide(
  transaction: Prisma.TransactionClient,
  node: string,
  claims: readonly BudgetClaim[],
): Promise<readonly NodeLease[]> {
  await transaction.$executeRaw(withoutWaiting)
  await transaction.$executeRaw`
    SELECT set_config('lock_timeout', ${`${deadlines.lockMs}`}, true), pg_advisory_xact_lock(${LOCK}::bigint)`
  await transaction.$executeRaw`DELETE FROM origin_lease WHERE until <= clock_timestamp()`
  const rows = await transaction.$queryRaw<readonly Row[]>`SELECT cluster, node, demand, per_second AS held FROM origin_lease`
  const byCluster = Map.groupBy(rows, ({ cluster }) => cluster)
  const leases = claims.map(({ cluster, budget, demand, held }) => {
    const ofCluster = byCluster.get(cluster) ?? []
    const own = ofCluster.find((row) => row.node === node)?.held ?? 0
    const [perSecond = 0] = grantableParts(budget, [{ demand, held: own }, ...ofCluster.filter((row) => row.node !== node)])
    return { cluster, demand, perSecond, kept: Math.max(perSecond, Math.min(held, own)) }
  })
  const values = leases.map(({ cluster, demand, kept }) => ({ cluster, demand, per_second: kept }))
  await transaction.$executeRaw`
    INSERT INTO origin_lease (cluster, node, demand, per_second, until)
    SELECT cluster, ${node}, demand, per_second, clock_timestamp() + make_interval(secs => ${LEASE_MS / 1_000}::float8)
    FROM json_to_recordset(${JSON.stringify(values)}::json) AS claim (cluster text, demand float8, per_second float8)
    ON CONFLICT (cluster, node) DO UPDATE SET
      demand = EXCLUDED.demand, per_second = EXCLUDED.per_second, until = EXCLUDED.until`
  return leases.map(({ cluster, perSecond }) => ({ cluster, perSecond, forMs: LEASE_MS }))
}
