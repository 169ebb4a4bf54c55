import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { makeFolder, writeDurably } from './durable.ts'
import { readTextFile } from './read-file.ts'

const MIN_CHARACTERS = 32

/**
 * Returns the token with the role `admin` from the file `admin-token` of the data folder, whose lock the caller holds. The first
 * start makes it: 32 random bytes in base64url. Rejects with AdminTokenUnusable when the file holds a token that can be guessed or
 * can't be sent. Rejects with the file system's own error when the file can't be read or written.
 */
export async function readOrCreateAdminToken(dataDir: string): Promise<string> {
  const path = join(dataDir, 'admin-token')
  const text = await readTextFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text !== undefined) return parseAdminToken(text.trim(), path)
  const token = randomBytes(32).toString('base64url')
  await makeFolder(dataDir)
  await writeDurably(path, `${token}\n`)
  return token
}

export class AdminTokenUnusable extends Error {
  override readonly name = 'AdminTokenUnusable'
}

/** Accepts the alphabet of RFC 6750 §2.1, which may stand behind "Bearer". */
function parseAdminToken(token: string, path: string): string {
  if (token.length >= MIN_CHARACTERS && /^[A-Za-z0-9\-._~+/]+=*$/.test(token)) return token
  throw new AdminTokenUnusable(
    `${path} holds ${token.length} characters, allowed are ${MIN_CHARACTERS} or more of A–Z, a–z, 0–9 and -._~+/; ` +
      'delete the file, so that the next start makes a new token',
  )
}
