import { cliExitCodes, CommandFailure } from '../command-failure.ts'
import type { Option } from '../command.ts'
import { formatFindings, type Finding } from '../config/findings.ts'
import type { Terminal } from '../terminal.ts'

/** Option of the commands that may leave no CDN to go to. */
export const yesOption = {
  type: 'boolean',
  help: 'acts without a question, though no CDN would be left',
} as const satisfies Option

/** Shows the warnings of a dry run, and asks whether to act in spite of them. Fails where nobody agrees. */
export async function agreeTo(warnings: readonly Finding[], terminal: Terminal, yes: boolean | undefined): Promise<void> {
  if (warnings.length === 0) return
  terminal.complain(formatFindings(warnings, terminal.paint))
  if (yes === true) return
  if (terminal.ask === undefined)
    throw new CommandFailure(cliExitCodes.usage, 'nobody can be asked here, so nothing was changed: give --yes if it is meant')
  if (!(await terminal.ask('Do it all the same?'))) throw new CommandFailure(cliExitCodes.declined, 'nothing was changed')
}
