import pg from 'pg'

/** Makes the database beside the one of the URL when it is missing. Returns its URL. */
export async function createDatabase(url: string, name: string): Promise<string> {
  const [known] = await queryOnce(url, `SELECT 1 FROM pg_database WHERE datname = '${name}'`)
  if (known === undefined) await queryOnce(url, `CREATE DATABASE ${name}`)
  return Object.assign(new URL(url), { pathname: name }).href
}

/** The rows of one statement, by column name, over a connection of its own. */
export async function queryOnce(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
