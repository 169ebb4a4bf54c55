/**
 * For whom the proxies on the way asked, the nearest first: as `X-Forwarded-For` says, or `Forwarded` (RFC 7239) where there is no
 * `X-Forwarded-For`. An empty text for an element that doesn't say.
 *
 * Lists are read from the right, where the proxies write: nothing that a client sends to their left changes what is read there.
 */
export function* forwardedFor(rawHeaders: readonly string[]): Generator<string> {
  const plain = linesOf('x-forwarded-for', rawHeaders)
  if (plain.length > 0) yield* elementsFromRight(plain)
  else for (const element of elementsFromRight(linesOf('forwarded', rawHeaders))) yield forParameter(element)
}

/** Several lines are one list. */
function linesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

/** A comma in a quoted string separates nothing; empty elements don't count (RFC 9110 §5.6.1). */
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

/** The value of `for`, unquoted; empty when there is none, or two, or the element is not a list of parameters. */
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
