import { optionsOf, usageOf, type Command, type Options } from './command.ts'
import { cliExitCodes, exitCodeMeanings } from './command-failure.ts'

/** Name under which the help calls the program: it runs in the project's folder without an installation. */
export const PROGRAM = 'npx sluice'

/** Describes all commands, or those that begin with `group`. */
export function describeAll(commands: readonly Command[], group?: string): string {
  const shown = commands.filter(({ name }) => group === undefined || name.startsWith(`${group} `))
  return `Usage: ${PROGRAM} COMMAND

Asks a running Sluice, over its admin API.

${formatColumns(shown.map(({ name, summary }) => [name, summary]))}

"${PROGRAM} COMMAND --help" shows the arguments of a command, with examples.

A change from a file in version control
  ${PROGRAM} config export config.yaml
  ${PROGRAM} config plan config.yaml --out plan.json
  ${PROGRAM} config apply plan.json --message 'why'

Environment
${formatColumns([
  ['SLUICE_URL', 'address of the admin API; default: of the service that runs on DATA_DIR, else http://127.0.0.1:8000'],
  ['SLUICE_TOKEN', 'a token with the role that the command needs; default: DATA_DIR/admin-token, for that service alone'],
  ['DATA_DIR', 'data folder of a service of this machine; default ./data'],
  ['NO_COLOR', 'set: no colours on a terminal'],
])}

Exit codes
${formatExitCodes()}
`
}

export function describeCommand(command: Command): string {
  const { summary, help } = command
  return `${wrap(`Usage: ${PROGRAM} ${usageOf(command)}`, WIDTH).join('\n  ')}

${summary[0]?.toUpperCase()}${summary.slice(1)}.

${help.trim()}

Options
${formatColumns([...describeOptions(optionsOf(command)), ['-h, --help', 'this text']])}

Exit codes
${formatExitCodes()}
`
}

function describeOptions(options: Options): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { value, help }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  ])
}

function formatExitCodes(): string {
  return formatColumns(
    Object.entries(cliExitCodes).map(([name, code]) => [String(code), exitCodeMeanings[name as keyof typeof cliExitCodes]]),
  )
}

/** Widest line of a help text. */
const WIDTH = 128

function formatColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  const below = `\n${' '.repeat(width + 2)}`
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${wrap(right, WIDTH - width - 2).join(below)}`).join('\n')
}

/** Breaks a text into lines between its words. */
function wrap(text: string, width: number): readonly string[] {
  return text.split(' ').reduce<readonly string[]>((lines, word) => {
    const line = lines.at(-1)
    if (line === undefined || line.length + 1 + word.length > width) return [...lines, word]
    return [...lines.slice(0, -1), `${line} ${word}`]
  }, [])
}
