/** Codes of BSD's sysexits.h, except 1 and 2. */
export const cliExitCodes = {
  done: 0,
  /** The question was answered with no. */
  declined: 1,
  /** A plan that is not empty. */
  changes: 2,
  usage: 64,
  refused: 65,
  unreadable: 66,
  unreachable: 69,
  unwritable: 73,
  /** EX_TEMPFAIL: look and try again. */
  tryAgain: 75,
  noPermission: 77,
  /** 128 and SIGINT. */
  interrupted: 130,
} as const

/** Meanings as in the help and docs/api/command-line.md. */
export const exitCodeMeanings: Readonly<Record<keyof typeof cliExitCodes, string>> = {
  done: 'done; for a plan: nothing would change',
  declined: 'the question was not answered with yes; nothing was changed',
  changes: 'a plan that would change something',
  usage: 'the command is wrong',
  refused: 'the document, the change or the canary was refused, or a probe failed; nothing was changed',
  unreadable: 'a file cannot be read',
  unreachable:
    'the service cannot be reached or is DOWN, did not answer in time, or may not have kept a change: look, then repeat',
  unwritable: 'a file cannot be written',
  tryAgain:
    'another revision is live than expected, not every worker runs it, or too many requests or probes: look, then try again',
  noPermission: 'SLUICE_TOKEN is missing, wrong, or may not do this',
  interrupted: 'Ctrl-C came before the end of what was watched',
}

/** Ends the command; the message goes to stderr. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: number

  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Returns the first line of a library's error message. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0]?.replace(/:$/, '') ?? ''
}
