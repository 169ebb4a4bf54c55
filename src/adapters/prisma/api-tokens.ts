import type { Attempt } from '../../core/change/attempt.ts'
import type * as rows from '../../generated/prisma/client.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { ApiToken } from '../../core/access/api-token.ts'
import { pickKnownRoles } from '../../core/access/roles.ts'
import type { ApiTokenPlan } from '../../core/change/plan-api-token.ts'
import { storable } from '../../core/storable.ts'
import type { ApiTokens } from '../../ports/api-tokens.ts'
import type { Clock } from '../../ports/clock.ts'
import { systemClock } from '../system/clock.ts'
import { openChange, type Tables } from './change.ts'
import { readWithRetries } from './read-with-retries.ts'
import { inTime, type TimeOf } from './transactions.ts'

/** Shortest time between two records that a token was used. */
const TOUCH_MS = 60_000

/** The API tokens, in the database of the configuration and under the lock of its changes. */
export function openPrismaApiTokens(
  client: PrismaClient,
  clock: Pick<Clock, 'after'> = systemClock,
  timeOf: TimeOf = 'ATTEMPT',
): ApiTokens {
  return {
    list: () => readWithRetries(clock, () => listTokens(client)),
    usableAt: (moment) =>
      readWithRetries(clock, async () => {
        const usable = await client.apiToken.findMany({ where: { revokedAt: null, expiresAt: { gt: new Date(moment) } } })
        return usable.map((row) => ({ ...tokenOfRow(row), hash: row.hash }))
      }),
    change: openChange({ client, clock, timeOf }, tokenTables),
    async touch(id, moment) {
      const at = new Date(moment)
      const before = new Date(at.getTime() - TOUCH_MS)
      const where = { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] }
      await inTime(clock, () => client.apiToken.updateMany({ where, data: { lastUsedAt: at } }))
    },
  }
}

const tokenTables: Tables<readonly ApiToken[], ApiTokenPlan, ApiToken> = {
  read: listTokens,
  async apply(transaction, before, plan, attempt) {
    const token = await write(transaction, plan, attempt)
    const others = before.filter(({ id }) => id !== token.id && plan.forgottenIds?.includes(id) !== true)
    return { state: [token, ...others], value: token }
  },
  repeat: () => Promise.reject(new Error('a request that is about API tokens has no idempotency key')),
}

/** Writes a token with the attempt's time, not the store's: tokens are judged by the node's own clock. */
async function write(
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

async function listTokens({ apiToken }: Pick<rows.Prisma.TransactionClient, 'apiToken'>): Promise<readonly ApiToken[]> {
  return (await apiToken.findMany({ orderBy: { id: 'desc' } })).map(tokenOfRow)
}

function tokenOfRow({ id, name, roles, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt }: rows.ApiToken): ApiToken {
  return {
    id,
    name,
    roles: pickKnownRoles(roles),
    createdBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}
