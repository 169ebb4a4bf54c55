import type { ValidationIssue } from './validation-issue.ts'

/** A value or a problem. Failures that a caller can act on are returned, not thrown. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export type Problem = {
  /** UPPER_SNAKE and never renamed: callers match on the code. */
  readonly code: string
  readonly field?: string
  /** Made printable and cut by `printable`; never a secret. Absent, like `allowed`, where the problem is an event. */
  readonly received?: string | number
  readonly allowed?: string | number
  /** Advice; where `received` is absent, it first says what happened. */
  readonly remedy: string
  /** All findings of a check of a whole configuration; the other fields describe the first. */
  readonly issues?: readonly ValidationIssue[]
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function fail(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem }
}

/** Writes a sentence for people: the received value, the allowed one, the remedy. */
export function describeProblem(problem: Problem): string {
  const what = problem.field === undefined ? '' : `${problem.field}: `
  const difference = problem.received === undefined ? '' : `${describeDifference(problem)}; `
  return `${what}${difference}${problem.remedy}`
}

/** Writes the two values that were compared. */
export function describeDifference({ received, allowed }: Pick<Problem, 'received' | 'allowed'>): string {
  return `received ${JSON.stringify(received)}, allowed is ${allowed}`
}

/** The printable ASCII of a text of unknown origin, cut at 64 characters. */
export function printable(text: string): string {
  const ascii = text.slice(0, 256).replace(/[^\x20-\x7e]/g, '?')
  return ascii.length > 64 ? `${ascii.slice(0, 63)}~` : ascii
}

/** The same of a text that may hold URLs: without what may be their users and passwords, which need not be encoded as they should. */
export function printableUrl(text: string): string {
  return printable(text.replace(/^.*@/s, '***@'))
}
