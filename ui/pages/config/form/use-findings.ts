import { useFormScope } from './form-scope.ts'
import { findingsWithin } from './place-findings.ts'

/** What is told beside a field, of all that is inside it; undefined when all is well. */
export function useFindings(path: string): string | undefined {
  const { placed } = useFormScope()
  const findings = findingsWithin(placed, path)
  return findings.length === 0 ? undefined : [...new Set(findings.map(({ message }) => message))].join('; ')
}

/** What is told about the field itself, without what is inside it. */
export function useOwnFindings(path: string): string | undefined {
  const findings = useFormScope().placed.get(path)
  return findings?.map(({ message }) => message).join('; ')
}
