import { flags, numbers, texts } from './option-table.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

export function helpText(): string {
  const rows = Object.entries(scenarios).map(([name, { summary }]) => [name, summary] as const)
  const options = [
    ...Object.entries(numbers).map(([name, { meaning }]) => [`--${name} N`, meaning] as const),
    ...Object.entries(texts).map(
      ([name, meaning]) => [`--${name} ${name.endsWith('url') ? 'URL' : name.endsWith('ms') ? 'N' : 'FILE'}`, meaning] as const,
    ),
    ...Object.entries(flags).map(([name, meaning]) => [`--${name}`, meaning] as const),
  ]
  return `Usage: npm run load -- SCENARIO [OPTIONS]

Loads a group, checks every answer, and judges it by thresholds. docs/load.md tells more.

Scenarios:
${list(rows)}

Options:
${list(options)}

Exit codes: 0 all thresholds hold, 1 one is crossed, 64 the command is wrong, 69 no group, 130 interrupted (with a report).
`
}

export function helpOf(name: string): string {
  const { summary, seconds, load, maxP99Ms, maxSlopes } = scenarios[name] as Scenario
  const rows = (values: object): string => list(Object.entries(values).map(([key, value]) => [key, String(value)] as const))
  return `Usage: npm run load -- ${name} [OPTIONS]

${summary}. ${seconds} s unless told.

Load:
${rows(load)}

Thresholds, beside no errors; of each the 99th percentile in ms:
${rows(maxP99Ms)}
${maxSlopes === undefined ? '' : `\nGrowth that is allowed:\n${rows(maxSlopes)}\n`}
Options: npm run load -- --help
`
}

function list(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join('\n')
}
