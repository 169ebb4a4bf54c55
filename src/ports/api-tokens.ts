import type { Attempt } from '../core/config/lifecycle.ts'
import type { Result } from '../core/result.ts'

/** A token that was made here, without anything that it could be made again from. Moments are ISO 8601. */
export type ApiToken = {
  readonly id: number
  readonly name: string
  readonly roles: readonly string[]
  readonly createdBy: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}

export type NewApiToken = Omit<ApiToken, 'id' | 'lastUsedAt' | 'revokedAt'> & {
  /** Hexadecimal SHA-256 of the token. */
  readonly hash: string
}

/** What a change comes to: one token more, or one that ends. */
export type ApiTokenPlan = {
  readonly created?: NewApiToken
  readonly revokedId?: number
  /** Those that ended long ago, and are forgotten with this change. */
  readonly forgottenIds?: readonly number[]
  readonly audit: { readonly target: string; readonly before: unknown; readonly after: unknown }
}

export type ApiTokenPlanner = {
  /** The mutation's name. */
  readonly action: string
  /** What it is about, known before anything is decided. */
  readonly target: string
  /** Decides on all tokens that are kept, as they are under the lock of the change. */
  readonly plan: (tokens: readonly ApiToken[]) => Result<ApiTokenPlan>
}

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
