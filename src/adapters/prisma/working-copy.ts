import { canonicalJson } from '../../core/config/canonical.ts'
import type { Fields } from '../../core/config/fields.ts'
import { byKey, configOf, entriesOf, type RoutingConfig } from '../../core/config/model.ts'
import { listNames, lists, type ListName } from '../../core/config/nouns.ts'
import { defaultSettings, settingsFields } from '../../core/config/settings.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { entryOfRow, rowOfEntry } from './rows.ts'

/** Calls made on the table of a list; Prisma's own types know one table at a time. */
type Table = {
  findMany(): Promise<readonly object[]>
  deleteMany(args: { readonly where: { readonly key: { readonly in: readonly string[] } } }): Promise<unknown>
  createMany(args: { readonly data: readonly object[] }): Promise<unknown>
}

/** Reads the rows that editors change, as one configuration. Needs a transaction in which several queries see one moment. */
export async function readWorkingCopy(transaction: Prisma.TransactionClient): Promise<RoutingConfig> {
  const read = new Map<ListName, readonly Keyed[]>()
  for (const name of listNames) {
    const rows = await tableOf(transaction, name).findMany()
    read.set(name, rows.map((row) => entryOfRow(lists[name].fields as Fields, row) as Keyed).toSorted(byKey))
  }
  const settings = await transaction.settings.findUnique({ where: { id: 1 } })
  return configOf((name) => read.get(name) ?? [], settings === null ? defaultSettings : entryOfRow(settingsFields, settings))
}

/** Writes only the rows that differ: two statements for a table, however many rows changed. */
export async function writeWorkingCopy(
  transaction: Prisma.TransactionClient,
  before: RoutingConfig,
  after: RoutingConfig,
): Promise<void> {
  for (const name of listNames) {
    const { stale, fresh } = difference(entriesOf(before, name), entriesOf(after, name))
    const table = tableOf(transaction, name)
    if (stale.length > 0) await table.deleteMany({ where: { key: { in: stale } } })
    if (fresh.length > 0) await table.createMany({ data: fresh.map((entry) => rowOfEntry(lists[name].fields, entry)) })
  }
  if (canonicalJson(before.settings) !== canonicalJson(after.settings)) {
    const row = { id: 1, ...rowOfEntry(settingsFields, after.settings) } as Prisma.SettingsCreateInput
    await transaction.settings.upsert({ where: { id: 1 }, create: row, update: row })
  }
}

function tableOf(transaction: Prisma.TransactionClient, name: ListName): Table {
  return transaction[lists[name].entry as 'cdn'] as unknown as Table
}

type Keyed = { readonly key: string }

/** `stale`: keys of the rows that go or change; `fresh`: rows that come instead. */
function difference(
  before: readonly Keyed[],
  after: readonly Keyed[],
): { readonly stale: readonly string[]; readonly fresh: readonly Keyed[] } {
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
