/**
 * Does prisma/migrations lead to prisma/schema.prisma, and only add? Exit code 0 when it does, else 2: with the missing SQL on
 * stdout, which is the next migration, or with the statements on stderr that the version before may not bear. Offline: Prisma's
 * schema engine as WebAssembly, on an embedded PostgreSQL in memory that our own migrator has migrated.
 */
import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { readMigrations } from '../src/adapters/prisma/migrations.ts'
import { migrate } from '../src/adapters/prisma/migrator.ts'
import { sessionOf } from '../src/adapters/prisma/pglite.ts'
import { findNotAdditive } from './additive.ts'
import { loadSchemaEngine } from './schema-engine.ts'

/** Applied since long; no version before them runs on a database that has them. */
const exempt = ['20261125020000_canary', '20261125030000_audit']

const postgres = await PGlite.create()
const migrations = await readMigrations()
await migrate(sessionOf(postgres), migrations)
const schema = { path: 'schema.prisma', content: await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8') }

const { SchemaEngine } = await loadSchemaEngine()
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(postgres))
const engine = await SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapter)
const { exitCode, stdout } = await engine.diff({
  from: { tag: 'schemaDatasource', files: [schema], configDir: '.' },
  to: { tag: 'schemaDatamodel', files: [schema] },
  script: true,
  exitCode: true,
  filters: { externalTables: [], externalEnums: [] },
})
await postgres.close()

if (exitCode !== 0) {
  process.stderr.write('prisma/schema.prisma has more than prisma/migrations; a new migration needs this SQL:\n')
  process.stdout.write(stdout ?? '')
}
const notAdditive = migrations
  .filter(({ name }) => !exempt.includes(name))
  .flatMap(({ name, script }) => findNotAdditive(script).map((statement) => `  ${name}: ${statement}\n`))
if (notAdditive.length > 0) {
  process.stderr.write(`the version before has to run on a newer database, so a migration only adds:\n${notAdditive.join('')}`)
}
process.exitCode = notAdditive.length > 0 ? 2 : exitCode
