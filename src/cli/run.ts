import { openAdminApi } from './admin-api.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'
import { commands } from './commands.ts'
import { findCall } from './find-call.ts'
import type { Terminal } from './terminal.ts'

/** Runs the command of the arguments. Resolves to the exit code, after any failure is on stderr. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const found = findCall(args, commands)
    if ('command' in found) return await found.command.run({ ...found, api: openAdminApi(terminal.env), terminal })
    terminal.print(found.help)
    return cliExitCodes.done
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    terminal.complain(`sluice: ${error.message}\n`)
    return error.exitCode
  }
}
