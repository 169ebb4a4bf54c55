import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'
import { readMigrations } from '../../src/adapters/prisma/migrations.ts'
import { migrate } from '../../src/adapters/prisma/migrator.ts'
import { prepare, sessionOf, startPostgres, type EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'

/** Beside the packages, so that installing anew clears it and no other user can put something there. */
export const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/sluice', import.meta.url))

/** A database that is gone when it is closed. Opens in 0.2 s, the first time on a machine in 3 s. */
export async function openMemoryDatabase(): Promise<EmbeddedDatabase> {
  return prepare(await openMemoryPostgres())
}

/** The same without a client. */
export async function openMemoryPostgres(): Promise<PGlite> {
  const template = await readOrMakeTemplate(async () => {
    const postgres = await startPostgres({})
    await migrate(sessionOf(postgres), await readMigrations())
    await dropOtherDatabases(postgres)
    const archive = await postgres.dumpDataDir('none') // packed it would open half as fast
    await postgres.close()
    return archive
  })
  return startPostgres({ loadDataDir: template })
}

/** A migrated, empty database as a tar archive, made once for these migrations and this PGlite: making one takes seconds. */
async function readOrMakeTemplate(make: () => Promise<Blob>): Promise<Blob> {
  const recipe = await readFile(import.meta.filename, 'utf8')
  const name = `memory-database-${await fingerprint(recipe)}.tar`
  try {
    return new Archive(await readFile(join(cacheFolder, name)))
  } catch {
    const template = await make()
    await keep(name, template).catch(() => undefined) // a read-only node_modules only makes the tests slower
    return template
  }
}

/** Those that `CREATE DATABASE` copies are two thirds of the files, and no test makes one. */
async function dropOtherDatabases(postgres: PGlite): Promise<void> {
  await postgres.exec('UPDATE pg_database SET datistemplate = false')
  await postgres.exec('DROP DATABASE template0')
  await postgres.exec('DROP DATABASE template1')
}

/** A Blob that hands its bytes over as they are: Node's would copy 25 MB twice for each database. */
class Archive extends Blob {
  readonly #bytes: Buffer<ArrayBuffer>

  constructor(bytes: Buffer<ArrayBuffer>) {
    super()
    this.#bytes = bytes
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.#bytes
    return Promise.resolve(byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength))
  }
}

async function keep(name: string, template: Blob): Promise<void> {
  await mkdir(cacheFolder, { recursive: true })
  const unfinished = join(cacheFolder, `${name}.${process.pid}`) // test processes may do this at the same time
  await writeFile(unfinished, template.stream())
  await rename(unfinished, join(cacheFolder, name))
  const outdated = (await readdir(cacheFolder)).filter((other) => other.endsWith('.tar') && other !== name)
  for (const other of outdated) await rm(join(cacheFolder, other), { force: true })
}

/** Another one for each recipe, set of migrations and version of PGlite. */
export async function fingerprint(recipe: string): Promise<string> {
  const checksums = (await readMigrations()).map(({ checksum }) => checksum)
  const pglite = await readFile(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')), 'utf8') // tells the version
  return createHash('sha256')
    .update([...checksums, pglite, recipe].join())
    .digest('hex')
    .slice(0, 16)
}
