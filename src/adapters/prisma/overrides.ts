import { canonicalJson } from '../../core/config/canonical.ts'
import { bySlot, slotOf, type Override, type OverrideSet } from '../../core/override/override.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { overrideOfRow, rowOfOverride } from './rows.ts'

/** Reads all overrides with their version. Needs a transaction in which several queries see one moment. */
export async function readOverrides(transaction: Prisma.TransactionClient): Promise<OverrideSet> {
  const counted = await transaction.workingCopy.findUnique({ where: { id: 1 }, select: { overridesVersion: true } })
  return { version: counted?.overridesVersion ?? 0, overrides: await listOverrides(transaction) }
}

/** Lists the overrides in the order of their slots. */
export async function listOverrides(transaction: Prisma.TransactionClient): Promise<readonly Override[]> {
  return (await transaction.override.findMany()).flatMap(overrideOfRow).toSorted(bySlot)
}

/** Writes the rows that differ, and the version. Needs the lock. */
export async function writeOverrides(
  transaction: Prisma.TransactionClient,
  before: OverrideSet,
  after: OverrideSet,
): Promise<void> {
  const old = new Map(before.overrides.map((override) => [slotOf(override), canonicalJson(override)]))
  const fresh = after.overrides.filter((override) => old.get(slotOf(override)) !== canonicalJson(override))
  const kept = new Set(after.overrides.filter((override) => !fresh.includes(override)).map(slotOf))
  const stale = [...old.keys()].filter((slot) => !kept.has(slot))
  if (stale.length > 0) await transaction.override.deleteMany({ where: { slot: { in: stale } } })
  if (fresh.length > 0) await transaction.override.createMany({ data: fresh.map(rowOfOverride) })
  await transaction.workingCopy.update({ where: { id: 1 }, data: { overridesVersion: after.version } })
}
