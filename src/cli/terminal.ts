import { createInterface } from 'node:readline/promises'
import type { ReadStream, WriteStream } from 'node:tty'
import { styleText } from 'node:util'

/** The shell around a command. */
export type Terminal = {
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: AsyncIterable<Buffer>
  /** Writes a part of the result. */
  print(text: string): void
  /** Writes a message that is not part of the result. */
  complain(text: string): void
  /** Asks a question to be answered with yes or no; undefined outside of a terminal. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined
  /** Colours text that came, went or changed, where colours are wanted. */
  readonly paint: Paint
  /** Width of the terminal that stdout is; undefined where it is none. */
  columns(): number | undefined
  /** Signals Ctrl-C, SIGTERM and the end of the reader of stdout. From the first call on these no longer end the process. */
  untilStopped(): AbortSignal
}

export type Paint = (colour: 'green' | 'red' | 'yellow', text: string) => string

type Shell = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: NodeJS.ReadStream | ReadStream
  readonly stdout: NodeJS.WriteStream | WriteStream
  readonly stderr: NodeJS.WriteStream | WriteStream
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

const DEFAULT_COLUMNS = 80

export function openTerminal(shell: Shell): Terminal {
  const { env, stdin, stdout, stderr } = shell
  // https://no-color.org: "when present and not an empty string".
  const isColoured = stdout.isTTY && (env['NO_COLOR'] ?? '') === ''
  return {
    env,
    stdin,
    print: (text) => void stdout.write(text),
    complain: (text) => void stderr.write(text),
    // Only a user who sees the plan on stdout can be asked about it.
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
    paint: (colour, text) => (isColoured ? styleText(colour, text, { validateStream: false }) : text),
    columns: () => (stdout.isTTY ? stdout.columns || DEFAULT_COLUMNS : undefined), // some pseudo-terminals say 0
    untilStopped() {
      const stopped = new AbortController()
      shell.on('SIGINT', () => stopped.abort())
      shell.on('SIGTERM', () => stopped.abort())
      stdout.once('error', () => stopped.abort())
      return stopped.signal
    },
  }

  async function ask(question: string): Promise<boolean> {
    const lines = createInterface({ input: stdin, output: stderr })
    // The end of the input counts as no.
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed])
    lines.close()
    return /^y(?:es)?$/i.test(answer.trim())
  }
}

/**
 * Prints foreign text on one line. Control characters and Unicode's bidirectional controls become "?", so that the text can't look
 * like something else.
 */
export function onOneLine(text: string): string {
  return text.replaceAll(/\r?\n/g, ' / ').replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '?')
}

/** Prints a value as JSON, in one line. */
export function showValue(value: unknown): string {
  return onOneLine(JSON.stringify(value) ?? 'nothing')
}
