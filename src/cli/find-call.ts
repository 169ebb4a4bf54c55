import { parseArgs } from 'node:util'
import { optionsOf, type Call, type Command, type Options } from './command.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'
import { describeAll, describeCommand, PROGRAM } from './help.ts'
import { nearest } from './nearest.ts'

export type FoundCall = { readonly help: string } | ({ readonly command: Command } & Pick<Call, 'operands' | 'values'>)

/** Finds the command of the arguments, or a help text. Fails with the fault, and a suggestion. */
export function findCall(args: readonly string[], commands: readonly Command[]): FoundCall {
  const end = args.indexOf('--')
  const isHelpFlag = (arg: string, index: number): boolean => (arg === '--help' || arg === '-h') && (end === -1 || index < end)
  const given = args.filter((arg, index) => !isHelpFlag(arg, index))
  const wantsHelp = given.length < args.length || given.length === 0 || given[0] === 'help'
  const words = given[0] === 'help' ? given.slice(1) : given
  const command = commands.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))
  if (command === undefined) {
    const [group, verb] = words
    if (wantsHelp && (group === undefined || (verb === undefined && isGroup(group, commands))))
      return { help: describeAll(commands, group) }
    throw usage(explainUnknown(words, commands))
  }
  if (wantsHelp) return { help: describeCommand(command) }
  const { operands, values } = parse(words.slice(command.name.split(' ').length), command)
  const { min, max } = command.operands
  if (operands.length < min || operands.length > max)
    throw usage(`"${command.name}" takes ${command.synopsis || 'nothing'}, received ${operands.length} operands`, command)
  return { command, operands, values }
}

/** Parses each option at most once, each text with its value. Failures are in the words of this program, not of Node. */
function parse(args: readonly string[], command: Command): Pick<Call, 'operands' | 'values'> {
  const options = optionsOf(command)
  const { tokens } = parseArgs({
    args: [...args],
    options: typesOf(options),
    strict: false,
    tokens: true,
    allowPositionals: true,
  })
  const values: Record<string, string | boolean> = {}
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (option === undefined || rawName !== `--${name}`) throw usage(describeUnknownOption(rawName, options), command)
    if (Object.hasOwn(values, name)) throw usage(`${rawName} is there twice`, command)
    if (option.type === 'boolean' && value !== undefined) throw usage(`${rawName} takes no value`, command)
    const isMissing = value === undefined || (!inlineValue && value.startsWith('-'))
    if (option.type === 'string' && isMissing)
      throw usage(
        `${rawName} needs ${option.value}${value === undefined ? '' : `; write ${rawName}=${option.value} when it begins with "-"`}`,
        command,
      )
    values[name] = value ?? true
  }
  const operands = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  return { operands, values: values as Call['values'] }
}

function typesOf(options: Options): Record<string, { readonly type: 'string' | 'boolean' }> {
  return Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]))
}

function describeUnknownOption(rawName: string, options: Options): string {
  const names = Object.keys(options).map((name) => `--${name}`)
  return `unknown option ${rawName}${suggest(nearest(rawName, names))}`
}

function explainUnknown(words: readonly string[], commands: readonly Command[]): string {
  const [group = '', verb] = words
  if (group.startsWith('-')) return `${group} comes before the command; options stand behind it`
  const names = commands.map(({ name }) => name)
  if (isGroup(group, commands)) {
    const verbs = names.filter((name) => name.startsWith(`${group} `)).map((name) => name.slice(group.length + 1))
    if (verb === undefined || verb.startsWith('-')) return `"${group}" needs one of ${verbs.join(', ')}`
    const near = nearest(verb, verbs)
    return `"${group} ${verb}" is no command${suggest(near === undefined ? undefined : `${group} ${near}`)}`
  }
  // Suggests `config plan FILE` for `plan FILE`, too.
  const last = nearest(
    group,
    names.map((name) => name.split(' ').at(-1) ?? name),
  )
  const near = nearest(words.slice(0, 2).join(' '), names) ?? names.find((name) => name.split(' ').at(-1) === last)
  return `"${group}" is no command${suggest(near)}`
}

function isGroup(word: string, commands: readonly Command[]): boolean {
  return commands.some(({ name }) => name.startsWith(`${word} `))
}

function suggest(near: string | undefined): string {
  return near === undefined ? '' : `; did you mean "${near}"?`
}

function usage(message: string, command?: Command): CommandFailure {
  const subject = command === undefined ? '' : `${command.name} `
  return new CommandFailure(
    cliExitCodes.usage,
    `${message.replaceAll(/\p{Cc}/gu, '?')}\n  "${PROGRAM} ${subject}--help" shows the usage`,
  )
}
