import type { NodeReport } from '../core/health/node-report.ts'

/** Shares what each node says of the CDNs. Keeps the last report of each node, with its time by the clock of the store. */
export type HealthReports = {
  /**
   * Puts this node's report in place of its last one and gives those of all nodes that are at most 15 s old, this one's among them.
   * Rejects with `StoreUnavailable` when the store can't be asked within 5 s.
   */
  share(report: NodeReport): Promise<readonly NodeReport[]>
  /** Gives the same, and writes nothing. */
  list(): Promise<readonly NodeReport[]>
}
