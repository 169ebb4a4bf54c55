import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Plan } from './run.ts'
import { kinds, type Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

/** Where the load goes, and where its result. */
export type Options = {
  readonly plan: Plan
  readonly group:
    | { readonly kind: 'OWN'; readonly workers: number }
    | { readonly kind: 'RUNNING'; readonly url: string; readonly adminUrl: string; readonly token: string }
  readonly reportPath: string
  readonly jsonPath: string | undefined
}
export type Refusal = { readonly refusal: string }
export type Help = { readonly help: string }

type Range = { readonly least: number; readonly most: number }
/** By the option: what is allowed, what it means. */
const numbers: Readonly<Record<string, Range & { readonly meaning: string }>> = {
  seconds: { least: 1, most: 86_400, meaning: 'how long it lasts' },
  minutes: { least: 1, most: 1_440, meaning: 'the same in minutes' },
  rate: { least: 0, most: 50_000, meaning: 'redirects a second, sent when they are due' },
  connections: { least: 1, most: 5_000, meaning: 'connections for them' },
  'publishes-per-second': { least: 0, most: 1_000, meaning: 'with receipts of the workers' },
  publishers: { least: 1, most: 100, meaning: 'publishes under way at once' },
  'overrides-per-second': { least: 0, most: 3, meaning: 'a CDN taken out, and put back' },
  'audit-reads-per-second': { least: 0, most: 1_000, meaning: 'pages of the audit trail' },
  dashboards: { least: 0, most: 2_000, meaning: 'subscribers, half WebSocket, half SSE' },
  'max-errors': { least: 0, most: 1_000_000_000, meaning: 'threshold: errors of any kind (0)' },
  workers: { least: 1, most: 64, meaning: 'redirect workers of the group that is started (1)' },
}
const texts: Readonly<Record<string, string>> = {
  url: 'a group that runs already, instead of one of its own in a temporary folder',
  'admin-url': 'its ADMIN_PORT, where that is set',
  'token-file': 'file with a token for it; else SLUICE_TOKEN',
  'max-p99-ms': 'threshold: p99 of the redirects, or KIND=N of another kind; may be given again',
  report: 'HTML report (load-report-SCENARIO.html)',
  json: 'the same as JSON, with every second',
}
const flags: Readonly<Record<string, string>> = {
  'allow-changes': 'publish and override on the group of --url, too',
  help: 'this text, or that of a scenario',
}

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | Refusal | Help {
  try {
    return parse(args, env)
  } catch (error) {
    return { refusal: (error as Error).message.split('. ')[0] as string }
  }
}

function parse(args: readonly string[], env: NodeJS.ProcessEnv): Options | Refusal | Help {
  const strings = [...Object.keys(numbers), ...Object.keys(texts)].map(
    (name) => [name, { type: 'string', multiple: name === 'max-p99-ms' }] as const,
  )
  const booleans = Object.keys(flags).map((name) => [name, { type: 'boolean' }] as const)
  const { values: parsed, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries([...strings, ...booleans]),
    allowPositionals: true,
  })
  const values = parsed as Values
  const [name = '', ...more] = positionals
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined
  if (values.help === true) return { help: scenario === undefined ? helpText() : scenarioHelp(name) }
  if (scenario === undefined || more.length > 0)
    throw new Error(`received "${positionals.join(' ')}", allowed is one of ${Object.keys(scenarios).join(', ')}`)
  if (values['seconds'] !== undefined && values['minutes'] !== undefined) throw new Error('--seconds and --minutes: give one')

  const number = (option: string): number | undefined => readNumber(option, values[option])
  const minutes = number('minutes')
  const { load } = scenario
  const plan: Plan = {
    ...scenario,
    name,
    seconds: number('seconds') ?? (minutes === undefined ? scenario.seconds : minutes * 60),
    load: {
      redirectsPerSecond: number('rate') ?? load.redirectsPerSecond,
      connections: number('connections') ?? load.connections,
      publishesPerSecond: number('publishes-per-second') ?? load.publishesPerSecond,
      publishers: number('publishers') ?? load.publishers,
      overridesPerSecond: number('overrides-per-second') ?? load.overridesPerSecond,
      auditReadsPerSecond: number('audit-reads-per-second') ?? load.auditReadsPerSecond,
      dashboards: number('dashboards') ?? load.dashboards,
    },
    maxP99Ms: { ...scenario.maxP99Ms, ...readMaxP99(values['max-p99-ms']) },
    maxErrors: number('max-errors') ?? 0,
  }
  return {
    plan,
    group: readGroup(plan, values, env),
    reportPath: values['report'] ?? `load-report-${name}.html`,
    jsonPath: values['json'],
  }
}

type Values = { readonly [text: string]: string | undefined } & {
  readonly help?: boolean
  readonly 'allow-changes'?: boolean
  readonly 'max-p99-ms'?: readonly string[]
}

function readGroup({ load }: Plan, values: Values, env: NodeJS.ProcessEnv): Options['group'] {
  const { url, 'admin-url': adminUrl, 'token-file': tokenFile } = values
  if (url === undefined) {
    const stray = ['admin-url', 'token-file', 'allow-changes'].find((option) => values[option] !== undefined)
    if (stray !== undefined) throw new Error(`--${stray} goes with --url`)
    return { kind: 'OWN', workers: readNumber('workers', values['workers']) ?? 1 }
  }
  if (values['workers'] !== undefined) throw new Error('--workers is for a group that this starts: leave --url or it out')
  if (values['allow-changes'] !== true && load.publishesPerSecond + load.overridesPerSecond > 0)
    throw new Error('this would publish and override on the group of --url: add --allow-changes, or set both rates to 0')
  const token = tokenFile === undefined ? env['SLUICE_TOKEN'] : readToken(tokenFile)
  if (token === undefined || token === '') throw new Error('--url needs --token-file, or SLUICE_TOKEN')
  return { kind: 'RUNNING', url: readUrl('url', url), adminUrl: readUrl('admin-url', adminUrl ?? url), token }
}

function readNumber(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : readInRange(option, text, numbers[option] as Range)
}

function readInRange(option: string, text: string, { least, most }: Range): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new Error(`--${option}: received "${text}", allowed is ${least} to ${most}`)
  return value
}

/** `50` is of the redirects, `publish=500` of another kind. */
function readMaxP99(given: readonly string[] = []): Scenario['maxP99Ms'] {
  const entries = given.map((text) => {
    const [kind, number] = text.includes('=') ? text.split('=', 2) : ['redirect', text]
    if (!kinds.some((each) => each === kind))
      throw new Error(`--max-p99-ms: received "${text}", allowed kinds are ${kinds.join(', ')}`)
    return [kind, readInRange('max-p99-ms', number ?? '', { least: 1, most: 600_000 })] as const
  })
  return Object.fromEntries(entries)
}

function readUrl(option: string, text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Error(`--${option}: received "${text}", allowed is http:// or https://`)
  return url.origin
}

function readToken(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new Error(`--token-file: ${path} can't be read (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
}

function helpText(): string {
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

function scenarioHelp(name: string): string {
  const { summary, seconds, load, maxP99Ms, maxSlopes } = scenarios[name] as Plan
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
