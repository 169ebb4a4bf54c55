// Prints the GraphQL schema to schema.graphql, and to docs/ the JSON Schemas of a configuration and of the command line's answers.
// With --check it fails when a committed file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { format } from 'prettier'
import { schema } from '../src/control/graphql/schema.ts'
import { answersJsonSchema } from '../src/cli/answers-schema.ts'
import { configJsonSchema } from '../src/core/config/document.ts'

const json = (value: object): Promise<string> => format(JSON.stringify(value), { parser: 'json', printWidth: 130 })
const printed = {
  'schema.graphql': `${printSchema(lexicographicSortSchema(schema))}\n`,
  'docs/config.schema.json': await json(configJsonSchema()),
  'docs/command-line.schema.json': await json(answersJsonSchema()),
}

for (const [file, text] of Object.entries(printed)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text)
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} differs from the code, run "npm run generate"`)
    process.exitCode = 1
  }
}
