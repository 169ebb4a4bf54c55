import type { Option } from '../command.ts'
import { CommandFailure, cliExitCodes } from '../command-failure.ts'

export const formats = ['json', 'yaml'] as const
export type Format = (typeof formats)[number]

export const formatOption = {
  type: 'string',
  value: 'json|yaml',
  help: 'format of the document; default: by the name of the file, else JSON',
} as const satisfies Option

/** Returns the format of `--format`, else the one of the file's name. */
export function formatOf(file: string | undefined, told: string | undefined): Format {
  if (told === undefined) return /\.ya?ml$/i.test(file ?? '') ? 'yaml' : 'json'
  const format = formats.find((known) => known === told)
  if (format !== undefined) return format
  throw new CommandFailure(cliExitCodes.usage, `--format: received ${JSON.stringify(told)}, allowed is json or yaml`)
}
