import type { ConfigRevision } from '../../core/config/revision.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { revisionOfRow } from './rows.ts'

/** Reads the newest revision that was never a canary, or was promoted. */
export async function readLive(transaction: Prisma.TransactionClient): Promise<ConfigRevision | undefined> {
  const row = await transaction.configRevision.findFirst({
    where: { OR: [{ canary: { is: null } }, { canary: { is: { state: 'PROMOTED' } } }] },
    orderBy: { number: 'desc' },
  })
  return row === null ? undefined : revisionOfRow(row)
}
