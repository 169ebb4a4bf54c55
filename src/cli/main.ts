import { parseArgs } from 'node:util'
import { exportConfig, importConfig } from './config-commands.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'

const help = `Usage: npm run --silent sluice -- COMMAND

  config export [FILE]      writes the live configuration as JSON to FILE, or to stdout
  config import FILE        publishes the configuration in FILE ("-": stdin); what it does not name is gone
    --message TEXT          why, for those who read the history
    --expected-revision N   refuses when another revision is live
    --dry-run               only checks and tells what would change

Environment
  SLUICE_URL      where the admin API is, http://127.0.0.1:8000 unless told
  SLUICE_TOKEN    a token with the role viewer (export) or publisher (import)

Exit codes: 0 done, 64 the command is wrong, 65 the configuration was refused, 66 the file can't be read,
69 the service can't be reached, 73 the file can't be written, 77 the token is missing or may not do this.

To move a configuration from one store to another:
  npm run --silent sluice -- config export config.json
  SLUICE_URL=http://other:8000 npm run --silent sluice -- config import config.json
`

const options = {
  message: { type: 'string' },
  'expected-revision': { type: 'string' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

try {
  process.stdout.write(await run(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof CommandFailure)) throw error
  process.stderr.write(`sluice: ${error.message}\n`)
  process.exitCode = error.exitCode
}

async function run(args: readonly string[]): Promise<string> {
  const { values, positionals } = parse(args)
  if (values.help === true || positionals.length === 0) return help
  const [noun, verb, file, ...rest] = positionals
  if (noun !== 'config' || rest.length > 0) throw usage(`"${positionals.join(' ')}" is no command`)
  if (verb === 'export') return exportConfig(file)
  if (verb === 'import' && file !== undefined) {
    return importConfig(file, {
      message: values.message ?? null,
      expectedRevision: parseRevision(values['expected-revision']),
      dryRun: values['dry-run'] ?? false,
    })
  }
  throw usage(verb === 'import' ? 'config import needs a FILE' : `"config ${verb ?? ''}" is no command`)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error))
  }
}

function parseRevision(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw usage(`--expected-revision: received "${text}", allowed is the number of a revision`)
}

function usage(message: string): CommandFailure {
  return new CommandFailure(cliExitCodes.usage, `${message}; "npm run --silent sluice -- --help" tells what there is`)
}
