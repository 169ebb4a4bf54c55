import type { PostgresServer } from './postgres-server.ts'

/** A read of one table by a statement that PostgreSQL has run. */
export type TableRead = {
  readonly statement: string
  readonly table: string
  /** `Seq Scan`, `Index Scan` … */
  readonly kind: string
  /** Rows that went on from the read. */
  readonly kept: number
  /** Rows that were read in vain. */
  readonly dropped: number
}

/** From now on PostgreSQL logs the plan of each statement on the database, as it was carried out. Restarts the server. */
export async function recordPlans(postgres: PostgresServer, database: string): Promise<void> {
  const server = { logging_collector: 'on', log_destination: 'jsonlog' }
  const plans = { log_min_duration: 0, log_analyze: 'on', log_timing: 'off', log_format: 'json' }
  for (const [name, value] of Object.entries(server)) await postgres.query('postgres', `ALTER SYSTEM SET ${name} = '${value}'`)
  await postgres.query('postgres', `ALTER DATABASE ${database} SET session_preload_libraries = 'auto_explain'`)
  await postgres.query(
    'postgres',
    `LOAD 'auto_explain'; ${Object.entries(plans)
      .map(([name, value]) => `ALTER DATABASE ${database} SET auto_explain.${name} = '${value}'`)
      .join(';')}`,
  )
  await postgres.stop()
  await postgres.start()
}

/** Reads of tables by all statements so far. */
export async function listTableReads(postgres: PostgresServer): Promise<readonly TableRead[]> {
  const [log] = await postgres.query('postgres', `SELECT pg_read_file(pg_current_logfile('jsonlog')) AS text`)
  return String(log?.['text'])
    .split('\n')
    .flatMap((line) => {
      const [, json] = /^duration: [\d.]+ ms {2}plan:\n([^]*)$/.exec(messageOf(line)) ?? []
      if (json === undefined) return []
      const { 'Query Text': statement, Plan: plan } = JSON.parse(json) as Explained
      return readsOf(plan).map((read) => ({ ...read, statement: statement.replaceAll(/\s+/g, ' ').trim() }))
    })
}

type Explained = { readonly 'Query Text': string; readonly Plan: PlanNode }
type PlanNode = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

function messageOf(line: string): string {
  return line === '' ? '' : String((JSON.parse(line) as { readonly message?: string }).message)
}

function readsOf(node: PlanNode): readonly Omit<TableRead, 'statement'>[] {
  const { 'Relation Name': table, 'Actual Loops': loops, Plans: inside = [] } = node
  const read =
    table === undefined || /^ModifyTable|^LockRows/.test(node['Node Type'])
      ? []
      : [
          {
            table,
            kind: node['Node Type'],
            kept: node['Actual Rows'] * loops,
            dropped: (node['Rows Removed by Filter'] ?? 0) * loops,
          },
        ]
  return [...read, ...inside.flatMap(readsOf)]
}
