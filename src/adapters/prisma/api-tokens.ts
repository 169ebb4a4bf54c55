import type { Attempt } from '../../core/change/lifecycle.ts'
import { ok, type Result } from '../../core/result.ts'
import type * as rows from '../../generated/prisma/client.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { ApiToken } from '../../core/access/api-token.ts'
import type { ApiTokenPlan, ApiTokenPlanner } from '../../core/change/plan-api-token.ts'
import type { ApiTokens } from '../../ports/api-tokens.ts'
import type { Clock } from '../../ports/clock.ts'
import { systemClock } from '../system/clock.ts'
import { changeInTime } from './change-in-time.ts'
import { recordAttempt } from './record-attempt.ts'
import { storable } from './rows.ts'
import { askPlanner, inTime, PlannerThrew, stampAttempt, type TimeOf } from './transactions.ts'

/** So often at most is it written that a token is used. */
const TOUCH_MS = 60_000

/** The API tokens, in the database of the configuration and under the lock of its changes. */
export function openPrismaApiTokens(
  client: PrismaClient,
  clock: Pick<Clock, 'after'> = systemClock,
  timeOf: TimeOf = 'ATTEMPT',
): ApiTokens {
  return {
    list: () => inTime(clock, async () => (await client.apiToken.findMany({ orderBy: { id: 'desc' } })).map(tokenOfRow)),
    usableAt: (moment) =>
      inTime(clock, async () => {
        const usable = await client.apiToken.findMany({ where: { revokedAt: null, expiresAt: { gt: new Date(moment) } } })
        return usable.map((row) => ({ ...tokenOfRow(row), hash: row.hash }))
      }),
    change: (attempt, planner) =>
      changeInTime(client, clock, (transaction, lockedEpochMs) =>
        change(transaction, attempt, stampAttempt(attempt, timeOf, lockedEpochMs), planner),
      ),
    async touch(id, moment) {
      const at = new Date(moment)
      const before = new Date(at.getTime() - TOUCH_MS)
      const where = { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] }
      await inTime(clock, () => client.apiToken.updateMany({ where, data: { lastUsedAt: at } }))
    },
  }
}

/** The audit event has the time of the store. A token is judged by the node's own clock, and so its times are of that. */
async function change(
  transaction: rows.Prisma.TransactionClient,
  attempt: Attempt,
  stamped: Attempt,
  planner: ApiTokenPlanner,
): Promise<Result<ApiToken>> {
  const tokens = (await transaction.apiToken.findMany({ orderBy: { id: 'desc' } })).map(tokenOfRow)
  const planned = askPlanner(() => planner.plan(tokens))
  if (planned instanceof PlannerThrew) throw planned
  await recordAttempt(transaction, stamped, planner, planned)
  return planned.ok ? ok(await apply(transaction, planned.value, attempt)) : planned
}

async function apply(
  transaction: rows.Prisma.TransactionClient,
  { created, revokedId = 0, forgottenIds = [] }: ApiTokenPlan,
  { at }: Attempt,
): Promise<ApiToken> {
  if (forgottenIds.length > 0) await transaction.apiToken.deleteMany({ where: { id: { in: [...forgottenIds] } } })
  if (created === undefined) {
    return tokenOfRow(await transaction.apiToken.update({ where: { id: revokedId }, data: { revokedAt: new Date(at) } }))
  }
  const data = { ...created, roles: [...created.roles], createdBy: storable(created.createdBy) }
  return tokenOfRow(await transaction.apiToken.create({ data }))
}

function tokenOfRow({ id, name, roles, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }: rows.ApiToken): ApiToken {
  return {
    id,
    name,
    roles,
    createdBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}
