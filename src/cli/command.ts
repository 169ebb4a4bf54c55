import type { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { AdminApi } from './admin-api.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'
import type { Terminal } from './terminal.ts'

export type Option = {
  readonly type: 'string' | 'boolean'
  /** Placeholder behind the option in the help: `FILE`, `N` … Required for type `string`. */
  readonly value?: string
  readonly help: string
}

export type Options = Readonly<Record<string, Option>>

export type Call<O extends Options = Options, Answer = unknown> = {
  readonly operands: readonly string[]
  readonly values: { readonly [Name in keyof O]?: O[Name]['type'] extends 'boolean' ? boolean : string }
  readonly api: AdminApi
  readonly terminal: Terminal
  readonly clock: Clock
  /** Whether `--json` was given. */
  readonly isForPrograms: boolean
  /** Prints the answer: as JSON with `--json`, else as `describe` writes it for people. */
  readonly show: (answer: Answer, describe: (answer: Answer) => string) => void
}

/** One command: its help, its arguments, and its action. A new one is a file and a line in `commands.ts`. */
export type Command<O extends Options = Options, Answer = unknown> = {
  /** One or two words: `config plan`. */
  readonly name: string
  /** Arguments behind the name: `FILE [--out PLAN.json]`. */
  readonly synopsis: string
  /** One line, for the list of all commands. */
  readonly summary: string
  /** Full help text, with examples. */
  readonly help: string
  /** Number of operands. */
  readonly operands: { readonly min: number; readonly max: number }
  readonly options: O
  /** Shape of the answer that `--json` prints, or of each line of it; a command with a shape has this option. */
  readonly shape?: z.ZodType<Answer>
  /** Resolves to the exit code; fails with a `CommandFailure`. */
  readonly run: (call: Call<O, Answer>) => Promise<number>
}

const jsonOption: Options = {
  json: { type: 'boolean', help: 'the answer as JSON, in the shape that docs/command-line.schema.json has' },
}
const commonOptions: Options = {
  url: { type: 'string', value: 'URL', help: 'address of the admin API; default: see SLUICE_URL in "--help"' },
}

/** Lists the command's own options, then those that all commands have, or all with an answer. */
export function optionsOf({ options, shape }: Command): Options {
  return { ...options, ...(shape === undefined ? {} : jsonOption), ...commonOptions }
}

/** Name and arguments, as help and documents show them. */
export function usageOf({ name, synopsis, shape }: Command): string {
  return [name, synopsis, shape === undefined ? '' : '[--json]'].filter(Boolean).join(' ')
}

/** Keeps the types of options and answer for `run`; in the table all commands have one type. */
export function defineCommand<const O extends Options, Answer = never>(command: Command<O, Answer>): Command {
  return command as unknown as Command
}

/** Reads a whole number of an option or an operand. */
export function readCount(name: string, text: string, min: number, max: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (number >= min && number <= max) return number
  throw new CommandFailure(
    cliExitCodes.usage,
    `${name}: received ${JSON.stringify(text)}, allowed is an integer from ${min} to ${max}`,
  )
}

/** Revisions are counted in 32 bits (GraphQL's Int). */
const MAX_REVISION = 2_147_483_647

export function readRevision(name: string, text: string): number {
  return readCount(name, text, 1, MAX_REVISION)
}

/** Option of all commands whose change can be refused because another one came first. */
export const expectedRevisionOption = {
  type: 'string',
  value: 'N',
  help: 'refuses (exit code 75) when another revision than N is live',
} as const satisfies Option

/** Option of all commands on the working copy. */
export const expectedVersionOption = {
  type: 'string',
  value: 'N',
  help: 'refuses (exit code 75) when the working copy has another version than N',
} as const satisfies Option

export const messageOption = {
  type: 'string',
  value: 'TEXT',
  help: 'reason, shown in the history',
} as const satisfies Option

export function readExpectedRevision(text: string | undefined): number | null {
  return text === undefined ? null : readRevision('--expected-revision', text)
}

export function readExpectedVersion(text: string | undefined): number | null {
  return text === undefined ? null : readCount('--expected-version', text, 0, MAX_REVISION)
}
