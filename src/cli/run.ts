import { openAdminApi } from './admin-api.ts'
import { CommandFailure, cliExitCodes } from './command-failure.ts'
import type { Call } from './command.ts'
import type { Clock } from '../ports/clock.ts'
import type { FindLocalService } from '../ports/local-service.ts'
import { commands } from './commands.ts'
import { findCall } from './find-call.ts'
import { findService, type Service } from './find-service.ts'
import { formatJson } from './json.ts'
import type { Terminal } from './terminal.ts'

/** Surroundings of a command line: the shell, the time, and the services of this machine. */
export type Surroundings = { readonly terminal: Terminal; readonly clock: Clock; readonly findLocal: FindLocalService }

/** Runs the command of the arguments. Resolves to the exit code, after any failure is on stderr. */
export async function runCommandLine(args: readonly string[], { terminal, clock, findLocal }: Surroundings): Promise<number> {
  try {
    const found = findCall(args, commands)
    if ('help' in found) {
      terminal.print(found.help)
      return cliExitCodes.done
    }
    const { url, json: isForPrograms = false } = found.values as { readonly url?: string; readonly json?: boolean }
    const find = (): Promise<Service> => findService({ env: terminal.env, url, findLocal })
    const onAge = (seconds: number): void =>
      terminal.complain(`sluice: the store is away; the node answers what it knew ${seconds} s ago\n`)
    const api = openAdminApi({ find, clock, onAge })
    const show: Call['show'] = (answer, describe) => terminal.print(isForPrograms ? formatJson(answer) : describe(answer))
    return await found.command.run({ ...found, api, terminal, clock, isForPrograms, show })
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    terminal.complain(`sluice: ${error.message}\n`)
    return error.exitCode
  }
}
