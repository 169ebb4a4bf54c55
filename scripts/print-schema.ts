// Prints the GraphQL schema to schema.graphql and the JSON Schema of a configuration to docs/config.schema.json. With --check it
// fails when a committed file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { format } from 'prettier'
import { schema } from '../src/control/graphql/schema.ts'
import { configJsonSchema } from '../src/core/config/document.ts'

const printed = {
  'schema.graphql': `${printSchema(lexicographicSortSchema(schema))}\n`,
  'docs/config.schema.json': await format(JSON.stringify(configJsonSchema()), { parser: 'json', printWidth: 130 }),
}

for (const [file, text] of Object.entries(printed)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text)
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} differs from the code, run "npm run generate"`)
    process.exitCode = 1
  }
}
