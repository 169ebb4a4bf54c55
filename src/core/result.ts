import type { ValidationIssue } from './validation-issue.ts'

/** What a caller can do something about is returned, not thrown. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export type Problem = {
  /** UPPER_SNAKE and never renamed: callers match on it, not on the text. */
  readonly code: string
  readonly field?: string
  /** Printable and cut by `printable`, never a secret. Left out, as `allowed`, where no value was wrong but something happened. */
  readonly received?: string | number
  readonly allowed?: string | number
  /** What to do, after what happened where it did. */
  readonly remedy: string
  /** All findings, where a whole configuration was checked; the rest of the problem is about the first. */
  readonly issues?: readonly ValidationIssue[]
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function fail(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem }
}

/** One sentence for people: what came, what is allowed, what to do. */
export function describeProblem(problem: Problem): string {
  const what = problem.field === undefined ? '' : `${problem.field}: `
  const difference = problem.received === undefined ? '' : `${describeDifference(problem)}; `
  return `${what}${difference}${problem.remedy}`
}

/** The two values that were compared. */
export function describeDifference({ received, allowed }: Pick<Problem, 'received' | 'allowed'>): string {
  return `received ${JSON.stringify(received)}, allowed is ${allowed}`
}

/** The printable ASCII of a text of unknown origin, cut at 64 characters. */
export function printable(text: string): string {
  const ascii = text.slice(0, 256).replace(/[^\x20-\x7e]/g, '?')
  return ascii.length > 64 ? `${ascii.slice(0, 63)}~` : ascii
}
