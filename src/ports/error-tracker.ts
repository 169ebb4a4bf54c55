import type { ErrorGroup, ErrorReport } from '../core/error-report.ts'

/** Tells the error tracker, if there is one. Waits for nothing, and may lose it. */
export type ReportError = (group: ErrorGroup, error: unknown) => void

/** A service that collects errors of all nodes. */
export type ErrorTracker = {
  /** Resolves when the report is delivered or given up, within its deadline. Never rejects. */
  report(report: ErrorReport): Promise<void>
  /** Counts reports that got lost on their way here. */
  countLost(count: number): void
  /** Reports so far, by outcome. */
  outcomes(): ReadonlyMap<string, number>
}
