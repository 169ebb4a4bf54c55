import { fail, ok, printable, type Result } from '../result.ts'
import { parseServerLabelParts, type LabelPart } from './server-label-parts.ts'

/** `s` and 1–4 digits: `s0`, `s007`, `s4096`. */
export const defaultPattern = 's\\d{1,4}'

/** Length of the longest host label: RFC 1035 §2.3.4. */
export const MAX_LABEL = 63

/** Most parts of a pattern that vary in length. Workers of older versions in a fleet try each length, so more would stall them. */
const MAX_VARYING = 3

/**
 * Parses a pattern for the first label of an origin's host: letters, digits, `-`, `\d` and classes, each with an optional `?`,
 * `{n}` or `{m,n}`. At most three parts vary in length; groups, `*` and `+` are refused. Fails with SERVER_LABEL_PATTERN_INVALID.
 */
export function parseServerLabelPattern(input: string): Result<string> {
  const parts = input === '' || input.length > 128 ? undefined : parseServerLabelParts(input)
  const varying = input.match(/[?,]/g) ?? []
  return parts !== undefined && varying.length <= MAX_VARYING ? ok(input) : invalid(input)
}

/**
 * Makes a matcher of a whole, lower-cased label. It reads each character at most once for each part of the pattern. A regular
 * expression would try all ways to split 63 characters among the parts, which took milliseconds.
 */
export function serverLabelMatcher(pattern: string | null): (label: Pick<string, 'length' | 'charCodeAt'>) => boolean {
  const parts = addRests(pattern ?? defaultPattern)
  // Element n: whether the parts so far can end after n characters. Allocated once, since matches never overlap.
  let ends = new Uint8Array(MAX_LABEL + 1)
  let next = new Uint8Array(MAX_LABEL + 1)
  return (label) => {
    const { length } = label
    if (length > MAX_LABEL) return false
    let [first, last] = [0, 0] // outside of this range `ends` has stale values
    ends[0] = 1
    for (const { allowed, least, most, rest } of parts) {
      let nextFirst = -1
      let nextLast = -1
      let fits = first // from here to `end` all characters are allowed
      let begin = -1 // the latest of `ends` that leaves this part `least` characters
      const limit = Math.min(last + most, length - rest)
      for (let end = first; end <= limit && fits <= last; end++) {
        if (end > first && allowed[label.charCodeAt(end - 1)] !== 1) fits = end
        const at = end - least
        if (at >= first && at <= last && ends[at] === 1) begin = at
        const reached = begin >= fits && begin >= end - most
        next[end] = reached ? 1 : 0
        if (reached && nextFirst === -1) nextFirst = end
        if (reached) nextLast = end
      }
      if (nextLast === -1) return false
      const spare = ends
      ends = next
      next = spare
      first = nextFirst
      last = nextLast
    }
    return last === length
  }
}

/** Parts of a pattern, each with `rest`: the characters that the parts behind it need at least. */
function addRests(pattern: string): readonly (LabelPart & { readonly rest: number })[] {
  let rest = 0
  const parts = parseServerLabelParts(pattern) ?? []
  return parts
    .toReversed()
    .map((part) => ({ ...part, rest: (rest += part.least) - part.least }))
    .toReversed()
}

/** Whether a pattern fits no label by length. All other patterns match some label, since no class is empty. */
export function matchesNoLabel(pattern: string): boolean {
  const parts = parseServerLabelParts(pattern) ?? []
  const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)
  return sum(parts.map(({ least }) => least)) > MAX_LABEL || sum(parts.map(({ most }) => most)) === 0
}

function invalid(input: string): Result<never> {
  return fail({
    code: 'SERVER_LABEL_PATTERN_INVALID',
    field: 'serverLabelPattern',
    received: printable(input),
    allowed: 'a–z, 0–9, "-", \\d and classes such as [a-f], each with an optional ?, {n} or {m,n}; at most 3 of ? and {m,n}',
    remedy: `leave it out for ${defaultPattern}, or give for example "edge-[a-z]\\d{1,2}"`,
  })
}
