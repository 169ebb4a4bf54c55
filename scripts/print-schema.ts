// Prints the GraphQL schema to schema.graphql. With --check it fails when the committed file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../src/control/graphql/schema.ts'

const file = 'schema.graphql'
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`

if (!process.argv.includes('--check')) {
  writeFileSync(file, printed)
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== printed) {
  console.error(`${file} differs from the code, run "npm run generate"`)
  process.exitCode = 1
}
