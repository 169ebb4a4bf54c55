import { whyUnusable, type ConfigRevision } from '../config/revision.ts'
import { describeProblem } from '../result.ts'
import { compileRevision } from './compile.ts'

/** The reason why workers can't run a stored revision; undefined when they can. */
export function whyNotRunnable(revision: ConfigRevision): string | undefined {
  const unusable = whyUnusable(revision)
  if (unusable !== undefined) return unusable
  const compiled = compileRevision(revision)
  return compiled.ok ? undefined : `revision ${revision.number} can't be run here: ${describeProblem(compiled.problem)}`
}
