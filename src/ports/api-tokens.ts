import type { ApiToken } from '../core/access/api-token.ts'
import type { ApiTokenPlan } from '../core/change/plan-api-token.ts'
import type { Change } from './change.ts'

/**
 * Keeps the API tokens. Every method rejects with `StoreUnavailable` when the store can't be asked within 5 s, and `change` with
 * `OutcomeUnknown` when it may have been done.
 */
export type ApiTokens = {
  /** All that are kept, newest first. */
  list(): Promise<readonly ApiToken[]>
  /** Those that are neither revoked nor expired then, with their hashes. */
  usableAt(moment: string): Promise<readonly (ApiToken & { readonly hash: string })[]>
  /** Answers with the token that was created or revoked. */
  change: Change<readonly ApiToken[], ApiTokenPlan, ApiToken>
  /** The token was used then; nothing is written when that is less than a minute after the last time. */
  touch(id: number, moment: string): Promise<void>
}
