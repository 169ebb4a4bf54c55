import { accessSync, constants, statSync } from 'node:fs'
import { printable } from './core/result.ts'

/** Those that the driver knows. It would take any other word for the strictest one, and say nothing. */
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']

/** Files that the driver reads before it connects. It throws where one can't be read. */
const fileParameters = ['sslcert', 'sslkey', 'sslrootcert']

/** Parameters of which the driver would make other limits than ours. */
const limits = ['options', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'query_timeout']

/** Parameters of Prisma's URLs, which the driver passes over, each with what to do instead. */
const wordsOfPrisma = {
  connection_limit: 'DATABASE_POOL says how many there are',
  schema: 'give Sluice a database of its own instead',
}

/** Finds the part of a URL of PostgreSQL with which no connection can begin, or which would not hold; undefined: none. */
export function findPostgresFault(url: string): string | undefined {
  const { username, password, hostname, pathname, port, searchParams } = new URL(url)
  if (![username, password, hostname, pathname].every(isDecodable)) return 'allowed is UTF-8 where it is percent-encoded'
  if (![port, searchParams.get('port') ?? ''].every(isPort)) return 'allowed as its port is a number from 1 to 65535'
  return findSslFault(searchParams) ?? findRefused(searchParams) ?? findUnreadable(searchParams)
}

/** The driver takes a "%" without two digits as it is. */
function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part.replaceAll(/%(?![\da-f]{2})/gi, '%25'))
    return true
  } catch {
    return false
  }
}

function isPort(text: string): boolean {
  return /^(?:\d{1,5})?$/.test(text) && (text === '' || (Number(text) >= 1 && Number(text) <= 65_535))
}

function findSslFault(parameters: URLSearchParams): string | undefined {
  const given = (name: string): string => parameters.get(name) ?? ''
  const sslMode = given('sslmode')
  if (sslMode !== '' && !sslModes.includes(sslMode)) return `allowed as its sslmode is ${sslModes.join(', ')}`
  if (!/^(?:postgres|direct)?$/.test(given('sslnegotiation'))) return 'allowed as its sslnegotiation is postgres, direct'
  const lacksRoot = sslMode === 'verify-ca' && given('uselibpqcompat') === 'true' && given('sslrootcert') === ''
  return lacksRoot ? 'allowed with sslmode=verify-ca and uselibpqcompat=true is an sslrootcert' : undefined
}

function findRefused(parameters: URLSearchParams): string | undefined {
  const limit = limits.find((name) => parameters.has(name))
  if (limit !== undefined)
    return `allowed without its ${limit}, which would replace limits of Sluice: set other parameters by ALTER ROLE … SET`
  const word = Object.entries(wordsOfPrisma).find(([name]) => parameters.has(name))
  return word && `allowed without its ${word[0]}: ${word[1]}`
}

function findUnreadable(parameters: URLSearchParams): string | undefined {
  for (const name of fileParameters) {
    const why = whyUnreadable(parameters.get(name) ?? '')
    if (why !== undefined) return `allowed as its ${name} is a file that can be read: ${why}`
  }
  return undefined
}

function whyUnreadable(path: string): string | undefined {
  if (path === '') return undefined
  try {
    accessSync(path, constants.R_OK)
    return statSync(path).isFile() ? undefined : 'it is no file'
  } catch (error) {
    return printable(error instanceof Error ? error.message : String(error))
  }
}
