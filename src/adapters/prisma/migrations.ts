import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One folder under `prisma/migrations`, in Prisma's own format. */
export type Migration = {
  readonly name: string
  readonly script: string
  /** Hexadecimal SHA-256 of the script. */
  readonly checksum: string
}

const ownFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

/** Reads all migrations that this program knows, oldest first: their names begin with their time. */
export async function readMigrations(folder: string = ownFolder): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.toSorted().map((name) => readMigration(folder, name)))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const text = await readFile(join(folder, name, 'migration.sql'), 'utf8')
  const script = text.replaceAll('\r\n', '\n') // a checkout on Windows must not change the checksum
  return { name, script, checksum: createHash('sha256').update(script).digest('hex') }
}
