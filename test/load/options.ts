import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Plan } from './run.ts'
import { helpOf, helpText } from './help.ts'
import { flags, numbers, texts, type Range } from './option-table.ts'
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
  if (values.help === true) return { help: scenario === undefined ? helpText() : helpOf(name) }
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
