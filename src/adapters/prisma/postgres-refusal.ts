import { DatabaseUnusable } from './database-unusable.ts'

/**
 * Words why a PostgreSQL server couldn't be used, with host, port and database. The driver's own messages name no password, and
 * seldom a host.
 */
export function wordRefusal(url: string, cause: unknown): DatabaseUnusable {
  const target = describePostgres(url)
  if (cause instanceof DatabaseUnusable)
    return new DatabaseUnusable(cause.reason, `${target}: ${cause.message}`, { cause: cause.cause })
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const words = refusals[code]
  if (words !== undefined) return new DatabaseUnusable('REFUSED', `${target} ${words}`, { cause })
  if (/^(?:ECONNRESET|EPIPE)$/.test(code) || isClosing(cause))
    return new DatabaseUnusable('AWAY', `${target} closes the connection`, { cause })
  const why = [code, cause instanceof Error ? cause.message : String(cause), 'no reason given'].find((text) => text !== '')
  return new DatabaseUnusable('AWAY', `${target} can't be reached (${why})`, { cause })
}

/** pg's own message for a closed connection, when the other side was faster than the first write. */
function isClosing(cause: unknown): boolean {
  return cause instanceof Error && cause.message === 'Connection terminated unexpectedly'
}

/** SQLSTATE → problem that an operator can solve. */
const refusals: Readonly<Record<string, string>> = {
  '28P01': 'refuses the user or the password; correct them in DATABASE_URL',
  '28000': 'refuses the user; see its pg_hba.conf',
  '3D000': 'has no database of this name; create it, or correct DATABASE_URL',
  '42501': 'does not let this user make tables; make it the owner of the database',
  '25006': 'is a standby, or read-only: tables can not be made; promote it, or lead DATABASE_URL to the primary',
  '53300': 'has no connection left',
  '57P03': 'is not taking connections yet',
}

/** Names host, port and database, without user and password. */
export function describePostgres(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname)
  return `PostgreSQL at ${host}:${port === '' ? '5432' : port}${pathname}`
}
