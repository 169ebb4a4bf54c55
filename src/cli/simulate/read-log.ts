import { createReadStream } from 'node:fs'
import { CommandFailure, cliExitCodes, reasonOf } from '../command-failure.ts'
import { nameOf } from '../config/documents.ts'
import type { Terminal } from '../terminal.ts'

/** Longest line that is read; of a longer one, which no redirect has, the rest is dropped. */
const MAX_LINE = 65_536

/** Reads a file line by line, whatever its size. `-` is stdin. A line has one character for each byte. */
export async function* readLines(terminal: Terminal, file: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const piece of file === '-' ? terminal.stdin : (createReadStream(file) as AsyncIterable<Buffer>)) {
      const lines = `${rest}${piece.toString('latin1')}`.split('\n')
      rest = (lines.pop() ?? '').slice(0, MAX_LINE)
      for (const line of lines) yield line.replace(/\r$/, '')
    }
  } catch (error) {
    throw new CommandFailure(cliExitCodes.unreadable, `${nameOf(file)} can't be read (${reasonOf(error)})`)
  }
  if (rest !== '') yield rest
}
