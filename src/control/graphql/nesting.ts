/** How deep brackets of any kind may stand in each other in a document. The parser calls itself for each and would run out of stack. */
export const MAX_NESTING = 64

/** Whether a document nests deeper than that. Counts brackets in strings and comments too: it only has to be cheap and never low. */
export function isNestedTooDeep(source: string): boolean {
  let depth = 0
  for (let index = 0; index < source.length; index += 1) {
    const code = source.charCodeAt(index)
    if (code === 0x28 || code === 0x5b || code === 0x7b) depth += 1
    else if (code === 0x29 || code === 0x5d || code === 0x7d) depth -= 1
    if (depth > MAX_NESTING) return true
  }
  return false
}
