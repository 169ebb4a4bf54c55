import { closeSync, openSync, readSync } from 'node:fs'
import { printable } from './core/result.ts'

/** Most bytes of a secret's file. A setting is far shorter; the bound is for a path that was mistaken. */
const MAX_BYTES = 65_536

/** Environment in which secrets from files stand under their own names, and what was wrong with the files. */
export type WithSecrets = { readonly env: NodeJS.ProcessEnv; readonly problems: readonly string[] }

/**
 * Reads each secret `NAME` from the file that `NAME_FILE` names, without its last line break, as orchestrators mount them. Both set
 * is a problem. A process that is started anew reads the files anew.
 */
export function readSecretFiles(env: NodeJS.ProcessEnv, names: Iterable<string>): WithSecrets {
  const resolved = { ...env }
  const problems: string[] = []
  for (const name of names) {
    const path = env[`${name}_FILE`]
    if (path === undefined || path === '') continue
    if (env[name] !== undefined && env[name] !== '') {
      problems.push(`${name}_FILE: allowed is this or ${name}, not both; leave one out`)
      continue
    }
    try {
      resolved[name] = readSecret(path)
    } catch (error) {
      const why = printable(error instanceof Error ? error.message : String(error)) // it may quote the path
      problems.push(`${name}_FILE: received ${JSON.stringify(printable(path))}, allowed is a file with the secret alone: ${why}`)
    }
  }
  return { env: resolved, problems }
}

function readSecret(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(MAX_BYTES + 1)
    let length = 0
    for (let read = -1; read !== 0 && length <= MAX_BYTES; length += read) read = readSync(file, bytes, { offset: length })
    if (length > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`)
    const secret = bytes.toString('utf8', 0, length).replace(/\r?\n$/, '')
    if (secret === '') throw new Error('it is empty')
    return secret
  } finally {
    closeSync(file)
  }
}
