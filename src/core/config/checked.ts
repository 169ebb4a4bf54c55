import type { Problem, Result } from '../result.ts'

/** A `Result` with every problem instead of only the first. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: Problems }

/** At least one problem, in the order of the parts. */
type Problems = readonly [Problem, ...(readonly Problem[])]

/** Joins the parts to one value, or collects the problems of all parts. */
export function allOf<T extends object>(parts: { readonly [Name in keyof T]: Result<T[Name]> | Checked<T[Name]> }): Checked<T> {
  const entries = Object.entries<Result<unknown> | Checked<unknown>>(parts)
  const [first, ...others] = entries.flatMap(([, part]) => problemsOf(part))
  if (first !== undefined) return { ok: false, problems: [first, ...others] }
  // The parser's cast: every part is present under its name and succeeded.
  return { ok: true, value: Object.fromEntries(entries.map(([name, part]) => [name, part.ok ? part.value : undefined])) as T }
}

export function problemsOf(part: Result<unknown> | Checked<unknown>): readonly Problem[] {
  if (part.ok) return []
  return 'problems' in part ? part.problems : [part.problem]
}

/** Names a nested field before those of its problems, its misfits among them. */
export function inField<T>(field: string, part: Checked<T>, misfits: readonly Problem[] = []): Checked<T> {
  const [first, ...others] = [...problemsOf(part), ...misfits].map((problem): Problem => ({
    ...problem,
    field: `${field}.${problem.field}`,
  }))
  return first === undefined ? part : { ok: false, problems: [first, ...others] }
}
