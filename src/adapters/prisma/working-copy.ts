import { canonicalJson } from '../../core/config/canonical.ts'
import type { RoutingConfig } from '../../core/config/model.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { cdnOfRow, originClusterOfRow, rowOfCdn, rowOfOriginCluster, rowOfSettings, settingsOfRow } from './rows.ts'

/** The rows that editors change, as one configuration. Needs a transaction in which several queries see one moment. */
export async function readWorkingCopy(transaction: Prisma.TransactionClient): Promise<RoutingConfig> {
  const cdns = await transaction.cdn.findMany()
  const originClusters = await transaction.originCluster.findMany()
  const settings = await transaction.settings.findUnique({ where: { id: 1 } })
  return {
    cdns: cdns.map(cdnOfRow).toSorted(byKey),
    originClusters: originClusters.map(originClusterOfRow).toSorted(byKey),
    settings: settingsOfRow(settings),
  }
}

/** Writes the rows that differ, and no others: two statements for a table, however many rows changed. */
export async function writeWorkingCopy(
  transaction: Prisma.TransactionClient,
  before: RoutingConfig,
  after: RoutingConfig,
): Promise<void> {
  const cdns = difference(before.cdns, after.cdns)
  if (cdns.stale.length > 0) await transaction.cdn.deleteMany({ where: { key: { in: cdns.stale } } })
  if (cdns.fresh.length > 0) await transaction.cdn.createMany({ data: cdns.fresh.map(rowOfCdn) })

  const clusters = difference(before.originClusters, after.originClusters)
  if (clusters.stale.length > 0) await transaction.originCluster.deleteMany({ where: { key: { in: clusters.stale } } })
  if (clusters.fresh.length > 0) await transaction.originCluster.createMany({ data: clusters.fresh.map(rowOfOriginCluster) })

  if (canonicalJson(before.settings) !== canonicalJson(after.settings)) {
    const row = rowOfSettings(after.settings)
    await transaction.settings.upsert({ where: { id: 1 }, create: row, update: row })
  }
}

type Keyed = { readonly key: string }

/** `stale`: the keys of the rows that are gone or not as they should be; `fresh`: what is to stand there. */
function difference<T extends Keyed>(
  before: readonly T[],
  after: readonly T[],
): { readonly stale: string[]; readonly fresh: readonly T[] } {
  const old = new Map(before.map((entry) => [entry.key, entry]))
  const now = new Map(after.map((entry) => [entry.key, entry]))
  return {
    stale: before.filter((entry) => !isSame(entry, now.get(entry.key))).map(({ key }) => key),
    fresh: after.filter((entry) => !isSame(entry, old.get(entry.key))),
  }
}

function isSame(entry: Keyed, other: Keyed | undefined): boolean {
  return entry === other || (other !== undefined && canonicalJson(entry) === canonicalJson(other))
}

/** Code unit order, as in the model. Not the database's: that one depends on its collation. */
function byKey(a: Keyed, b: Keyed): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
