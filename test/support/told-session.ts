import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Told = {
  /** Command lines without what begins each of them, and what is shown of each; `…` stands for a moment. */
  readonly commands: ReadonlyMap<string, string>
  /** The rows of its tables, head and rule left out. */
  readonly rows: readonly (readonly string[])[]
}

const prompt = /^\$ (?:npm run --silent sluice --|npx sluice) /m

/** What a section of a document (a heading of the second level) tells of a session at the command line. */
export function readTold(document: string, heading: string): Told {
  const text = readFileSync(join(import.meta.dirname, '../..', document), 'utf8')
  const section = text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const typed = [...section.matchAll(/^```console\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.split(prompt).slice(1))
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return {
    commands: new Map(typed.map((each) => [each.split('\n')[0] ?? '', each.slice(each.indexOf('\n') + 1)])),
    rows: lines.slice(2).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    ),
  }
}

/** As a shell does it with double quotes. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
}

/** What was shown, as a document writes it. */
export function withoutMoments(text: string): string {
  return text.replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
}
