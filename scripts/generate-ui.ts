// Builds the web UI from ui/: types of its operations from schema.graphql, then the files that the control process serves. With
// --check it does so elsewhere and fails when the committed files differ.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { build } from 'vite'
import { printForms } from './ui/describe-forms.ts'
import { printDrafts, printLists } from './ui/print-drafts.ts'
import { printOperations } from './ui/print-operations.ts'
import { printRoles } from './ui/print-roles.ts'
import { differences } from './differences.ts'

const isCheck = process.argv.includes('--check')
const schema = readFileSync('schema.graphql', 'utf8')
const parsed = buildSchema(schema)
const drafts = { path: 'schema.graphql', text: printDrafts(parsed) }
const sources: Readonly<Record<string, string>> = {
  'ui/generated/operations.ts': await printOperations(schema, [...documents(), drafts]),
  'ui/generated/lists.ts': printLists(parsed),
  'ui/generated/forms.ts': printForms(schema, JSON.parse(readFileSync('docs/config.schema.json', 'utf8')) as object),
  'ui/generated/roles.ts': printRoles(schema),
}
if (isCheck) await check()
else {
  mkdirSync('ui/generated', { recursive: true })
  mkdirSync('ui/generated', { recursive: true })
  for (const [path, text] of Object.entries(sources)) writeFileSync(path, text)
  await buildInto('../src/generated/ui')
}

function documents(): readonly { readonly path: string; readonly text: string }[] {
  const paths = readdirSync('ui', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.graphql'))
  return paths.toSorted().map((path) => ({ path, text: readFileSync(join('ui', path), 'utf8') }))
}

/** The folder is relative to ui/. */
async function buildInto(outDir: string): Promise<void> {
  await build({ configFile: 'ui/vite.config.ts', logLevel: 'warn', build: { outDir } })
}

async function check(): Promise<void> {
  const different = Object.entries(sources).flatMap(([path, text]) => (readFileSync(path, 'utf8') === text ? [] : [path]))
  const built = mkdtempSync('node_modules/.ui-')
  try {
    await buildInto(join('..', built))
    different.push(...differences('src/generated/ui', built).map((path) => join('src/generated/ui', path)))
  } finally {
    rmSync(built, { recursive: true })
  }
  if (different.length === 0) return
  console.error(`files differ from schema.graphql and ui/, run "npm run generate":\n  ${different.join('\n  ')}`)
  process.exitCode = 1
}
