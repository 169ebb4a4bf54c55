// A process that changes the config store of the data folder in its first argument, one change after the other, and writes the
// version to stdout as soon as each is acknowledged. Ends only by a signal.
import { writeSync } from 'node:fs'
import { openPrismaConfigStore } from '../../../src/adapters/prisma/config-store.ts'
import { openEmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'
import { attempt, increment } from '../../contract/changes.ts'

const { client } = await openEmbeddedDatabase(process.argv[2] ?? '')
const store = openPrismaConfigStore(client)
for (;;) {
  const result = await store.change(attempt, increment)
  if (!result.ok) throw new Error(result.problem.code)
  writeSync(1, `${result.value.version}\n`)
}
