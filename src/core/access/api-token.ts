import type { Role } from './roles.ts'

/** An API token without its secret and hash. Moments are ISO 8601. */
export type ApiToken = {
  readonly id: number
  readonly name: string
  readonly roles: readonly Role[]
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
