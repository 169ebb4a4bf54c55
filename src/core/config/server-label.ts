import { fail, ok, printable, type Result } from '../result.ts'
import { serverLabelParts, type LabelPart } from './server-label-parts.ts'

/** `s` and 1–4 digits: `s0`, `s007`, `s4096`. */
const defaultPattern = 's\\d{1,4}'

/** The longest host label there is: RFC 1035 §2.3.4. */
const MAX_LABEL = 63

/** Parts of a pattern that may vary in length. Workers of older versions in a fleet try each length, so more would stop them. */
const MAX_VARYING = 3

/**
 * A pattern for the first label of an origin's host: letters, digits, `-`, `\d` and classes, each with `?`, `{n}` or `{m,n}`.
 * No groups, no unbounded repetition, and at most three parts of varying length. Fails with SERVER_LABEL_PATTERN_INVALID.
 */
export function parseServerLabelPattern(input: string): Result<string> {
  const parts = input === '' || input.length > 128 ? undefined : serverLabelParts(input)
  const varying = input.match(/[?,]/g) ?? []
  return parts !== undefined && varying.length <= MAX_VARYING ? ok(input) : invalid(input)
}

/**
 * The matcher of a whole, lower-cased label. It reads each character at most once for each part of the pattern: a regular
 * expression would try all ways to share 63 characters out among the parts, which took milliseconds.
 */
export function serverLabelMatcher(pattern: string | null): (label: Pick<string, 'length' | 'charCodeAt'>) => boolean {
  const parts = withRest(pattern ?? defaultPattern)
  // At n: whether the parts so far can end after n characters. Made once, since a match is over before the next begins.
  let ends = new Uint8Array(MAX_LABEL + 1)
  let next = new Uint8Array(MAX_LABEL + 1)
  return (label) => {
    const { length } = label
    if (length > MAX_LABEL) return false
    let [first, last] = [0, 0] // outside of these `ends` holds what an earlier part left
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

/** The parts of a pattern, each with how many characters those behind it need at least. */
function withRest(pattern: string): readonly (LabelPart & { readonly rest: number })[] {
  let rest = 0
  const parts = serverLabelParts(pattern) ?? []
  return parts
    .toReversed()
    .map((part) => ({ ...part, rest: (rest += part.least) - part.least }))
    .toReversed()
}

/** Whether no label is as long as a pattern wants it. Every other one matches some: its parts are never empty classes. */
export function matchesNoLabel(pattern: string): boolean {
  const parts = serverLabelParts(pattern) ?? []
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
