/** A character or class of a pattern, and how often it may repeat. */
export type LabelPart = {
  /** 1 at the code of each allowed character. */
  readonly allowed: Uint8Array
  readonly least: number
  readonly most: number
}

const part =
  /(?:(?<one>[a-z0-9-])|(?<digit>\\d)|\[(?<list>[a-z0-9-]+)\])(?:(?<maybe>\?)|\{(?<from>\d{1,2})(?:,(?<to>\d{1,2}))?\})?/y

/** Reads a pattern with the meaning of a regular expression. Undefined for other syntax and for ranges that run backwards. */
export function parseServerLabelParts(pattern: string): readonly LabelPart[] | undefined {
  const parts: LabelPart[] = []
  part.lastIndex = 0
  while (part.lastIndex < pattern.length) {
    const groups = part.exec(pattern)?.groups
    if (groups === undefined) return undefined
    const { one, digit, list, maybe, from = maybe === undefined ? 1 : 0, to = maybe === undefined ? from : 1 } = groups
    const allowed = readCharacters(one ?? list ?? (digit && '0-9') ?? '')
    const [least, most] = [Number(from), Number(to)]
    if (allowed === undefined || least > most) return undefined
    parts.push({ allowed, least, most })
  }
  return parts
}

/** Reads a class such as `a-f0-`: a dash between two characters makes a range, any other dash is itself. */
function readCharacters(list: string): Uint8Array | undefined {
  const allowed = new Uint8Array(128)
  for (let at = 0; at < list.length;) {
    const isRange = list[at + 1] === '-' && at + 2 < list.length
    const [first, last] = [list.charCodeAt(at), list.charCodeAt(isRange ? at + 2 : at)]
    if (first > last) return undefined
    allowed.fill(1, first, last + 1)
    at += isRange ? 3 : 1
  }
  return allowed
}
