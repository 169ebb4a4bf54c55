/** From BSD's sysexits.h. */
export const cliExitCodes = {
  usage: 64,
  /** The configuration was refused. */
  refused: 65,
  unreadable: 66,
  unreachable: 69,
  unwritable: 73,
  noPermission: 77,
} as const

/** Ends the command with one line on stderr. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: number

  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
