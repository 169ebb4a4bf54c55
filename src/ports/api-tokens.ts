import type { ApiToken } from '../core/access/api-token.ts'
import type { ApiTokenPlan } from '../core/change/plan-api-token.ts'
import type { Change } from './change.ts'

/**
 * Keeps the API tokens. Every method rejects with `StoreUnavailable` when the store can't be asked within 5 s. `change` rejects
 * with `OutcomeUnknown` when the change may have been made.
 */
export type ApiTokens = {
  /** Lists all stored tokens, also ended ones, newest first. */
  list(): Promise<readonly ApiToken[]>
  /** Lists the tokens that can be used at this moment, with their hashes. */
  usableAt(moment: string): Promise<readonly (ApiToken & { readonly hash: string })[]>
  /** Answers with the created or revoked token. */
  change: Change<readonly ApiToken[], ApiTokenPlan, ApiToken>
  /** Records that the token was used; writes nothing within a minute of the last recorded use. */
  touch(id: number, moment: string): Promise<void>
}
