import type { AdminApi } from './admin-api.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'
import type { Terminal } from './terminal.ts'

export type Option = {
  readonly type: 'string' | 'boolean'
  /** What stands behind it in the help: `FILE`, `N` … Needed for a text. */
  readonly value?: string
  readonly help: string
}

export type Options = Readonly<Record<string, Option>>

export type Call<O extends Options = Options> = {
  readonly operands: readonly string[]
  readonly values: { readonly [Name in keyof O]?: O[Name]['type'] extends 'boolean' ? boolean : string }
  readonly api: AdminApi
  readonly terminal: Terminal
}

/** One command: its help, what it takes, and what it does. A new one is a file and a line in `commands.ts`. */
export type Command<O extends Options = Options> = {
  /** One or two words: `config plan`. */
  readonly name: string
  /** What stands behind the name: `FILE [--out PLAN.json]`. */
  readonly synopsis: string
  /** One line, for the list of all commands. */
  readonly summary: string
  /** Whatever has to be known, with examples. */
  readonly help: string
  /** How many operands it takes. */
  readonly operands: { readonly min: number; readonly max: number }
  readonly options: O
  /** Resolves to the exit code; fails with a `CommandFailure`. */
  readonly run: (call: Call<O>) => Promise<number>
}

/** Keeps the options' types for `run`; in the table all commands are alike. */
export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command as unknown as Command
}

/** A whole number out of an option or an operand. */
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

/** The same option wherever a change can be refused because somebody was faster. */
export const expectedRevisionOption = {
  type: 'string',
  value: 'N',
  help: 'refuses (exit code 75) when another revision than N is live',
} as const satisfies Option

export const messageOption = {
  type: 'string',
  value: 'TEXT',
  help: 'why, for those who read the history',
} as const satisfies Option

export function readExpectedRevision(text: string | undefined): number | null {
  return text === undefined ? null : readRevision('--expected-revision', text)
}
