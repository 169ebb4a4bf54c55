import { onOneLine } from './terminal.ts'

/** Value of a cell; null is shown as "-". */
export type Cell = string | number | null

/** Formats rows under a head, for people: columns two spaces apart, numbers to the right. Foreign text stays in its cell. */
export function formatTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '-' : onOneLine(String(cell)))))
  const widths = head.map((title, column) => Math.max(...[title, ...texts.map((row) => row[column] ?? '')].map(widthOf)))
  const isNumeric = head.map((_title, column) => rows.every((row) => typeof row[column] === 'number' || row[column] === null))
  return [head, ...texts].map((row) => `${formatRow(row, widths, isNumeric)}\n`).join('')
}

/** Formats names with their values below each other. */
export function formatFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...facts.map(([name]) => widthOf(name)))
  return facts.map(([name, value]) => `${pad(name, width, false)}  ${onOneLine(value)}\n`).join('')
}

function formatRow(row: readonly string[], widths: readonly number[], isNumeric: readonly boolean[]): string {
  return row
    .map((text, column) => pad(text, widths[column] ?? 0, isNumeric[column] === true))
    .join('  ')
    .trimEnd()
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return isRight ? `${space}${text}` : `${text}${space}`
}

/** Made when first asked: that takes 20 ms. */
let graphemes: Intl.Segmenter | undefined

/** Characters that terminals show in two columns: East Asian ones (Unicode TR 11) and emoji. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})|\ufe0f/u

/** Counts the columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  graphemes ??= new Intl.Segmenter('en')
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0)
}
