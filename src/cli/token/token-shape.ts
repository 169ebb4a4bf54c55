import { z } from 'zod'
import { selectionOf } from '../../core/graphql-selection.ts'

/** An API token without its secret. */
export const apiTokenShape = z.strictObject({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type ApiToken = z.infer<typeof apiTokenShape>

export const apiTokenSelection = selectionOf(apiTokenShape)

/** Writes the roles in lower case, as JWTs and this program have them. */
export function withLowerRoles(token: ApiToken): ApiToken {
  return { ...token, roles: token.roles.map((role) => role.toLowerCase()) }
}

/** Tells whether a token can be used. */
export function stateOf({ revokedAt, expiresAt }: ApiToken, nowEpochMs: number): 'usable' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked'
  return Date.parse(expiresAt) > nowEpochMs ? 'usable' : 'expired'
}
