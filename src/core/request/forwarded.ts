/**
 * Yields the clients that the proxies name, the nearest first, from `X-Forwarded-For`. When that header is missing, reads
 * `Forwarded` (RFC 7239); an element without `for` gives an empty text.
 *
 * Lists are read from the right, where the proxies write. A client can only put entries further left, which are read later.
 */
export function* forwardedFor(rawHeaders: readonly string[]): Generator<string> {
  const plain = linesOf('x-forwarded-for', rawHeaders)
  if (plain.length > 0) yield* elementsFromRight(plain)
  else for (const element of elementsFromRight(linesOf('forwarded', rawHeaders))) yield forParameter(element)
}

/** Values of all header lines with this name; together they are one list. */
function linesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

/** Splits at commas outside of quoted strings and skips empty elements (RFC 9110 §5.6.1). */
function* elementsFromRight(lines: readonly string[]): Generator<string> {
  for (const line of lines.toReversed()) {
    let end = line.length
    let isQuoted = false
    for (let index = end - 1; index >= -1; index -= 1) {
      if (index >= 0 && line[index] === '"' && !isEscaped(line, index)) isQuoted = !isQuoted
      if (index >= 0 && (line[index] !== ',' || isQuoted)) continue
      const element = line.slice(index + 1, end).trim()
      if (element !== '') yield element
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
