// Checks the arrows between the folders of src and ui, and that dependency-cruiser really read them all: with a TypeScript that it
// doesn't know it finds no modules, no dependencies, and nothing to complain about.
import { globSync } from 'node:fs'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import config from '../.dependency-cruiser.mjs'

const { forbidden, options } = config
const { output } = await cruise(['src', 'ui'], { ...options, ruleSet: { forbidden }, validate: true }, undefined, {
  tsConfig: extractTSConfig('tsconfig.json'),
})
const { modules, summary } = output

for (const { rule, from, to, cycle } of summary.violations) {
  const path = cycle?.map(({ name }) => name) ?? [to]
  console.error(`${rule.name}: ${from}${from === to ? '' : ` → ${path.join(' → ')}`}`)
}
const cruised = new Set(modules.map(({ source }) => source.replaceAll('\\', '/')))
const own = globSync(['src/**/*.{ts,mjs}', 'ui/**/*.{ts,tsx}'])
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('src/generated/'))
const missed = own.filter((path) => !cruised.has(path))
for (const path of missed) console.error(`not cruised: ${path}`)
console.log(`${own.length - missed.length} of ${own.length} modules, ${summary.totalDependenciesCruised} dependencies`)
if (own.length === 0 || missed.length > 0 || summary.violations.length > 0) process.exitCode = 1
