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
}

export type Paint = (colour: 'green' | 'red' | 'yellow', text: string) => string

type Shell = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: NodeJS.ReadStream | ReadStream
  readonly stdout: NodeJS.WriteStream | WriteStream
  readonly stderr: NodeJS.WriteStream | WriteStream
}

export function openTerminal({ env, stdin, stdout, stderr }: Shell): Terminal {
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
