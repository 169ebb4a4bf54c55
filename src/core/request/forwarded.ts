import { linesOf } from './raw-headers.ts'

/**
 * Tells the clients that the proxies name, the nearest first, until `goesOn` is false; from `X-Forwarded-For`. When that header is
 * missing, reads `Forwarded` (RFC 7239); an element without `for` gives an empty text.
 *
 * Lists are read from the right, where the proxies write. A client can only put entries further left, which are read later.
 */
export function walkForwarded(rawHeaders: readonly string[], goesOn: (client: string) => boolean): void {
  const plain = linesOf('x-forwarded-for', rawHeaders)
  if (plain.length > 0) walkFromRight(plain, goesOn)
  else walkFromRight(linesOf('forwarded', rawHeaders), (element) => goesOn(forParameter(element)))
}

const [QUOTE, COMMA] = [34, 44]

/** Splits the lines of one list at commas outside of quoted strings and skips empty elements (RFC 9110 §5.6.1). */
function walkFromRight(lines: readonly string[], goesOn: (element: string) => boolean): void {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? ''
    if (!line.includes(',')) {
      const element = line.trim()
      if (element !== '' && !goesOn(element)) return
      continue
    }
    let end = line.length
    let isQuoted = false
    for (let index = end - 1; index >= -1; index -= 1) {
      const code = index < 0 ? COMMA : line.charCodeAt(index)
      if (code === QUOTE && !isEscaped(line, index)) isQuoted = !isQuoted
      if (code !== COMMA || (isQuoted && index >= 0)) continue
      const element = line.slice(index + 1, end).trim()
      if (element !== '' && !goesOn(element)) return
      end = index
    }
  }
}

function isEscaped(line: string, at: number): boolean {
  let start = at
  while (line[start - 1] === '\\') start -= 1
  return (at - start) % 2 === 1
}

/** Reads the unquoted value of `for`. Empty unless the element is a list of parameters with exactly one `for`. */
function forParameter(element: string): string {
  const parameter = /\s*([\w!#$%&'*+.^`|~-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))\s*(?:;|$)/y
  let found: string | undefined
  while (parameter.lastIndex < element.length) {
    const [, name, quoted, token = ''] = parameter.exec(element) ?? []
    if (name === undefined) return ''
    if (name.toLowerCase() !== 'for') continue
    if (found !== undefined) return ''
    found = quoted?.replace(/\\(.)/g, '$1') ?? token
  }
  return found ?? ''
}
