/** Names host, port and database, without user and password. */
export function describePostgres(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname)
  const givenPort = searchParams.get('port') ?? ''
  return `PostgreSQL at ${host}:${[givenPort, port, '5432'].find((one) => one !== '')}${pathname}`
}
