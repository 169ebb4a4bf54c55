/** One finding about a configuration. Errors block a publish, warnings only one that asks for it. */
export type ValidationIssue = {
  readonly severity: 'ERROR' | 'WARNING'
  /** UPPER_SNAKE and never renamed: callers match on it, not on the text. */
  readonly code: string
  /** `cdns`, `cdns.KEY.weight`; `cdns[INDEX].key` where the key can't be one. */
  readonly path: string
  readonly message: string
  readonly remedy: string
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

/** Errors first; then as the configuration is written, by the names of its parts; else as they came. */
export function inOrder(issues: readonly ValidationIssue[], parts: readonly string[]): readonly ValidationIssue[] {
  const rank = ({ severity, path }: ValidationIssue): number =>
    (severity === 'ERROR' ? 0 : parts.length) + parts.findIndex((part) => path.startsWith(part))
  return issues.toSorted((a, b) => rank(a) - rank(b))
}
