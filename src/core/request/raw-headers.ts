/** Values of all header lines with this name, which is in lower case, from Node's `rawHeaders`: names and values in turn. */
export function linesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index] ?? ''
    if (candidate.length === name.length && candidate.toLowerCase() === name) lines.push(rawHeaders[index + 1] ?? '')
  }
  return lines
}
