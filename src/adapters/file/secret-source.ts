import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { errnoOf } from '../../core/file-trouble.ts'
import { MAX_SECRET_BYTES, missing, parseSecret, type Secret } from '../../core/signing/secret.ts'
import type { SecretSource } from '../../ports/secret-source.ts'

const OTHERS_MAY_WRITE = 0o002

/**
 * Reads `file:NAME` below this folder, and `env:SLUICE_SECRET_NAME` from the environment. A link may lead to another file of the folder,
 * as orchestrators mount secrets, and not out of it.
 */
export function openSecretSource(folder: string | undefined, env: NodeJS.ProcessEnv): SecretSource {
  return {
    async read(reference) {
      const [, name] = /^file:([\w-][\w.-]*)$/.exec(reference) ?? []
      if (name !== undefined) return folder === undefined ? missing('SECRETS_DIR is not set') : readFile(folder, name)
      const [, variable] = /^env:(SLUICE_SECRET_\w+)$/.exec(reference) ?? []
      if (variable === undefined) return missing('it is no reference to a secret')
      const value = env[variable]
      return value === undefined || value === '' ? missing('it is not set') : parseSecret(value)
    },
  }
}

async function readFile(folder: string, name: string): Promise<Secret> {
  try {
    const [root, path] = [await realpath(folder), await realpath(join(folder, name))]
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return missing('it is a link out of SECRETS_DIR')
    return await readWhole(path)
  } catch (error) {
    return missing(errnoOf(error) === 'ENOENT' ? 'no such file' : `it can't be read: ${errnoOf(error) ?? 'unknown error'}`)
  }
}

async function readWhole(path: string): Promise<Secret> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0))
  try {
    const found = await file.stat()
    if (!found.isFile()) return missing('it is no file')
    if (process.platform !== 'win32' && (found.mode & OTHERS_MAY_WRITE) !== 0) return missing('any user may write it')
    const bytes = Buffer.alloc(MAX_SECRET_BYTES + 1)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    return parseSecret(bytes.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}
