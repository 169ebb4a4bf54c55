// A process that opens the database of the data folder in its first argument and writes how that went to stdout.
import { writeSync } from 'node:fs'
import { DatabaseUnusable } from '../../../src/adapters/prisma/database-unusable.ts'
import { openEmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'

try {
  await openEmbeddedDatabase(process.argv[2] ?? '')
  writeSync(1, 'OPENED\n')
} catch (error) {
  if (!(error instanceof DatabaseUnusable)) throw error
  writeSync(1, `${error.reason} ${error.message}\n`)
}
process.exit(0)
