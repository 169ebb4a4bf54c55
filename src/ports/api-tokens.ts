import type { ApiToken } from '../core/access/api-token.ts'
import type { ApiTokenPlanner } from '../core/change/plan-api-token.ts'
import type { Attempt } from '../core/change/lifecycle.ts'
import type { Result } from '../core/result.ts'

/**
 * Keeps the API tokens. Every method rejects with `StoreUnavailable` when the store can't be asked within 5 s, and `change` with
 * `OutcomeUnknown` when it may have been done.
 */
export type ApiTokens = {
  /** All that are kept, newest first. */
  list(): Promise<readonly ApiToken[]>
  /** Those that are neither revoked nor expired then, with their hashes. */
  usableAt(moment: string): Promise<readonly (ApiToken & { readonly hash: string })[]>
  /**
   * Asks the planner, alone among all callers, and applies its plan in one transaction together with the one audit event of the
   * attempt. Returns the token that was created or revoked, or the planner's problem with nothing changed but the audit trail.
   */
  change(attempt: Attempt, planner: ApiTokenPlanner): Promise<Result<ApiToken>>
  /** The token was used then; nothing is written when that is less than a minute after the last time. */
  touch(id: number, moment: string): Promise<void>
}
