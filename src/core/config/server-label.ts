import { fail, ok, printable, type Result } from '../result.ts'

/** `s` and 1–4 digits: `s0`, `s007`, `s4096`. */
const defaultPattern = 's\\d{1,4}'

const atom = /^(?:[a-z0-9-]|\\d|\[[a-z0-9-]+\])(?<quantifier>\?|\{\d{1,2}(?:,\d{1,2})?\})?/

/** How many parts of a pattern may vary in length: each multiplies the ways in which 63 characters can be tried. */
const MAX_VARYING = 3

/**
 * A pattern for the first label of an origin's host: letters, digits, `-`, `\d` and classes, each with `?`, `{n}` or `{m,n}`.
 * No groups, no unbounded repetition, and at most three parts of varying length, so that no label can make the match slow. Fails with SERVER_LABEL_PATTERN_INVALID.
 */
export function parseServerLabelPattern(input: string): Result<string> {
  let rest = input
  let varying = 0
  while (rest !== '') {
    const found = atom.exec(rest)
    if (found === null) return invalid(input)
    if (/[?,]/.test(found.groups?.['quantifier'] ?? '')) varying += 1
    rest = rest.slice(found[0].length)
  }
  return input !== '' && varying <= MAX_VARYING && input.length <= 128 && compiles(input) ? ok(input) : invalid(input)
}

/** The matcher of a whole, lower-cased label; one over 63 characters is none (RFC 1035 §2.3.4) and would make the match slow. */
export function serverLabelMatcher(pattern: string | null): RegExp {
  return new RegExp(`^(?!.{64})(?:${pattern ?? defaultPattern})$`)
}

/** Whether no label is as long as a pattern wants it. Every other one matches some: its parts are never empty classes. */
export function matchesNoLabel(pattern: string): boolean {
  let rest = pattern
  let [least, most] = [0, 0]
  for (let found = atom.exec(rest); found !== null; found = atom.exec(rest)) {
    const { from = 1, to = from } = repetitions(found.groups?.['quantifier'])
    least += from
    most += to
    rest = rest.slice(found[0].length)
  }
  return least > 63 || most === 0
}

function repetitions(quantifier: string | undefined): { readonly from?: number; readonly to?: number } {
  if (quantifier === undefined) return {}
  if (quantifier === '?') return { from: 0, to: 1 }
  const [from = 1, to = from] = quantifier.slice(1, -1).split(',').map(Number)
  return { from, to }
}

function compiles(pattern: string): boolean {
  try {
    return serverLabelMatcher(pattern) instanceof RegExp
  } catch {
    return false
  }
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
