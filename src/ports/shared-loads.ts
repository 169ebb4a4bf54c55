import type { ToldLoad } from '../core/load/told-load.ts'
import type { OutsideLoad } from './outside-loads.ts'

/** Shares the reported loads of CDNs among the nodes. Keeps the last one of each CDN, with times by the clock of the store. */
export type SharedLoads = {
  /**
   * Puts a report in place of the last one of its CDN. Undefined: it is the eleventh within a second, and changes nothing. Rejects
   * with `StoreUnavailable` when the store can't be asked within 5 s.
   */
  report(cdn: string, told: ToldLoad): Promise<OutsideLoad | undefined>
  /** Gives the last report of each CDN, stale ones too; those that ended a day ago may be gone. Rejects as `report` does. */
  list(): Promise<readonly OutsideLoad[]>
}
