/** Names host, port and database, without user and password. */
export function describePostgres(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname)
  return `PostgreSQL at ${host}:${port === '' ? '5432' : port}${pathname}`
}
