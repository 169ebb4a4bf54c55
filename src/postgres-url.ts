import { accessSync, constants, statSync } from 'node:fs'
import { printable } from './core/result.ts'

/** Those that the driver knows. It would take any other word for the strictest one, and say nothing. */
const sslModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']

/** Files that the driver reads before it connects. It throws where one can't be read. */
const fileParameters = ['sslcert', 'sslkey', 'sslrootcert']

/** Finds the parameter of a URL of PostgreSQL with which no connection can begin; undefined: none. */
export function findPostgresFault(url: string): string | undefined {
  const { searchParams } = new URL(url)
  const sslMode = searchParams.get('sslmode') ?? ''
  if (sslMode !== '' && !sslModes.includes(sslMode)) return `allowed as its sslmode is ${sslModes.join(', ')}`
  if (!/^(?:\d{1,5})?$/.test(searchParams.get('port') ?? '')) return 'allowed as its port is a number'
  if (!/^(?:postgres|direct)?$/.test(searchParams.get('sslnegotiation') ?? '')) {
    return 'allowed as its sslnegotiation is postgres, direct'
  }
  for (const name of fileParameters) {
    const why = whyUnreadable(searchParams.get(name) ?? '')
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
