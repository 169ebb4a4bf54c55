import { ok, type Problem, type Result } from '../result.ts'
import type { Checked } from './checked.ts'

/** Problems that are told of one list at most. */
const MAX_TOLD = 10

/**
 * Parses each value of a list. Gives them sorted, each once: numbers by value, texts by code units. Fails with the problems of the
 * first ten that are wrong, each about the field that `fieldOf` names by the index of the value.
 */
export function parseEach<Given, Value extends string | number>(
  values: readonly Given[],
  parse: (value: Given) => Result<Value>,
  fieldOf?: (index: number) => string,
): Result<readonly Value[]> | Checked<readonly Value[]> {
  const parsed = new Set<Value>()
  const problems: Problem[] = []
  for (const [index, value] of values.entries()) {
    const result = parse(value)
    if (result.ok) parsed.add(result.value)
    else problems.push(fieldOf === undefined ? result.problem : { ...result.problem, field: fieldOf(index) })
    if (problems.length === MAX_TOLD) break
  }
  const [first, ...others] = problems
  if (first !== undefined) return { ok: false, problems: [first, ...others] }
  return ok([...parsed].toSorted((a, b) => (a < b ? -1 : 1)))
}
