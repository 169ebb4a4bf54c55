/** A finding about a configuration. Errors block every publish; warnings block only those that ask for it. */
export type ValidationIssue = {
  readonly severity: 'ERROR' | 'WARNING'
  /** UPPER_SNAKE and never renamed: callers match on the code. */
  readonly code: string
  /** Place of the finding: `cdns`, `cdns.KEY.weight`, or `cdns[INDEX].key` where the key itself is invalid. */
  readonly path: string
  readonly message: string
  readonly remedy: string
  /** Countries that it is about: a warning is new where these are more than before. */
  readonly countries?: readonly string[]
}

export function error(code: string, path: string, message: string, remedy: string): ValidationIssue {
  return { severity: 'ERROR', code, path, message, remedy }
}

export function warning(code: string, path: string, message: string, remedy: string): ValidationIssue {
  return { severity: 'WARNING', code, path, message, remedy }
}

export function hasErrors(issues: readonly ValidationIssue[]): boolean {
  return issues.some((issue) => issue.severity === 'ERROR')
}

/** Sorts errors before warnings, then by the order of `parts`. Equal issues keep their order. */
export function sortIssues(issues: readonly ValidationIssue[], parts: readonly string[]): readonly ValidationIssue[] {
  const rank = ({ severity, path }: ValidationIssue): number =>
    (severity === 'ERROR' ? 0 : parts.length) + parts.findIndex((part) => path.startsWith(part))
  return issues.toSorted((a, b) => rank(a) - rank(b))
}
