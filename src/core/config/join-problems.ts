import { describeDifference, describeProblem, type Problem } from '../result.ts'
import { error } from '../validation-issue.ts'

/** Most problems in the text of the first; `issues` has all. */
const MAX_LISTED = 20

/** Makes one problem of those of an entry: code and field of the first, the others in its text, all as `issues`. */
export function joinProblems([first, ...others]: readonly [Problem, ...Problem[]]): Problem {
  if (others.length === 0) return first
  const listed = others.slice(0, MAX_LISTED).map((problem) => `${problem.code}: ${describeProblem(problem)}`)
  const more = others.length > MAX_LISTED ? [`and ${others.length - MAX_LISTED} more`] : []
  return {
    ...first,
    remedy: [first.remedy, ...listed, ...more].join('; '),
    issues: [first, ...others].map((problem) =>
      error(problem.code, problem.field ?? '', describeDifference(problem), problem.remedy),
    ),
  }
}
