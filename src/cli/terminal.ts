import { createInterface } from 'node:readline/promises'
import type { ReadStream, WriteStream } from 'node:tty'
import { styleText } from 'node:util'

/** What a command sees of the shell that it was called in. */
export type Terminal = {
  /** As `SLUICE_…` in the environment. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: AsyncIterable<Buffer>
  /** The result. */
  print(text: string): void
  /** What is not the result. */
  complain(text: string): void
  /** A question that is answered with yes or no; undefined where nobody sits there. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined
  /** Colours what stands for something that came, went or changed, where that is wanted. */
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
    // Who doesn't see the plan can't be asked about it.
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
    paint: (colour, text) => (isColoured ? styleText(colour, text, { validateStream: false }) : text),
  }

  async function ask(question: string): Promise<boolean> {
    const lines = createInterface({ input: stdin, output: stderr })
    // The end of the input is no answer.
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed])
    lines.close()
    return /^y(?:es)?$/i.test(answer.trim())
  }
}

/**
 * Text from elsewhere, on one line: nothing in it moves the cursor or turns the direction of writing (Unicode's bidirectional
 * controls), so that it can't look like something else.
 */
export function onOneLine(text: string): string {
  return text.replaceAll(/\r?\n/g, ' / ').replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '?')
}

/** A value as JSON, in one line. */
export function showValue(value: unknown): string {
  return onOneLine(JSON.stringify(value) ?? 'nothing')
}
