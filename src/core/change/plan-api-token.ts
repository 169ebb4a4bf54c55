import type { ApiToken, NewApiToken } from '../access/api-token.ts'
import { pickKnownRoles, mayActAs, roles as allRoles, type Role, type Viewer } from '../access/roles.ts'
import { epochMsOf } from '../moment.ts'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import type { Audit, Planner } from './planner.ts'

/** Most tokens that can be used at one time: each node holds all of them in memory. */
export const MAX_API_TOKENS = 100
/** Most stored tokens, ended ones included; beyond that the oldest ended ones are deleted. The audit trail still has them. */
const MAX_KEPT = 200
const DEFAULT_DAYS = 90
export const MAX_DAYS = 366
const DAY_MS = 86_400_000

export type ApiTokenWish = {
  readonly name: string
  readonly roles: readonly Role[]
  /** ISO 8601. */
  readonly expiresAt?: string | undefined
  readonly expiresInDays?: number | undefined
}

/** Creates a token or revokes one. */
export type ApiTokenPlan = {
  readonly created?: NewApiToken
  readonly revokedId?: number
  /** Tokens that ended long ago and are deleted with this change. */
  readonly forgottenIds?: readonly number[]
  readonly audit: Audit
}

/** Decides on all stored tokens, newest first. */
export type ApiTokenPlanner = Planner<readonly ApiToken[], ApiTokenPlan>

/**
 * Creates a token. The maker's own roles and end are the most that it may get. Fails with NAME_INVALID, ROLES_INVALID,
 * EXPIRY_INVALID, DUPLICATE and TOO_MANY.
 */
export function planCreateApiToken(wish: ApiTokenWish, hash: string, maker: Viewer, now: string): ApiTokenPlanner {
  const target = `apiTokens.${printable(wish.name)}`
  return {
    action: 'createApiToken',
    target,
    plan(tokens) {
      const usable = tokens.filter((token) => isUsable(token, now))
      const problem =
        findNameProblem(wish.name) ??
        findRolesProblem(wish.roles, maker) ??
        findTakenName(wish.name, usable) ??
        findTooMany(usable)
      if (problem !== undefined) return fail(problem)
      const expiresAt = parseExpiry(wish, maker, now)
      if (!expiresAt.ok) return expiresAt
      const roles = pickKnownRoles(wish.roles)
      const created: NewApiToken = {
        name: wish.name,
        hash,
        roles,
        createdBy: maker.name,
        createdAt: now,
        expiresAt: expiresAt.value,
      }
      const ended = tokens.filter((token) => !isUsable(token, now)).map(({ id }) => id)
      return ok({
        created,
        forgottenIds: ended.slice(Math.max(0, MAX_KEPT - 1 - usable.length)), // newest first
        audit: { target, before: null, after: { roles, expiresAt: created.expiresAt } },
      })
    },
  }
}

/** Revokes a token. Fails with NOT_FOUND unless the token can be used. */
export function planRevokeApiToken(id: string, now: string): ApiTokenPlanner {
  return {
    action: 'revokeApiToken',
    target: `apiTokens.${printable(id)}`,
    plan(tokens) {
      const token = tokens.find((each) => String(each.id) === id && isUsable(each, now))
      if (token === undefined) {
        return fail({
          code: 'NOT_FOUND',
          field: 'id',
          received: printable(id),
          allowed: 'the id of an API token that is neither revoked nor expired',
          remedy: 'ask for apiTokens',
        })
      }
      const before = { roles: token.roles, expiresAt: token.expiresAt }
      return ok({ revokedId: token.id, audit: { target: `apiTokens.${token.name}`, before, after: null } })
    },
  }
}

/** Compares the moments as texts, since both have the same form. */
function isUsable({ revokedAt, expiresAt }: ApiToken, now: string): boolean {
  return revokedAt === null && expiresAt > now
}

function findNameProblem(name: string): Problem | undefined {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return undefined
  return {
    code: 'NAME_INVALID',
    field: 'name',
    received: printable(name),
    allowed: '1 to 64 of A–Z, a–z, 0–9, ".", "_" and "-", the first one a letter or a digit',
    remedy: 'name it after who will use it',
  }
}

/** The message names roles as the input does, in upper case. */
function findRolesProblem(wanted: readonly Role[], maker: Viewer): Problem | undefined {
  if (wanted.length > 0 && wanted.every((role) => mayActAs(maker, role))) return undefined
  const allowed = allRoles.filter((role) => mayActAs(maker, role))
  return {
    code: 'ROLES_INVALID',
    field: 'roles',
    received: wanted.length === 0 ? 'none' : wanted.join(', ').toUpperCase(),
    allowed: `one or more of ${allowed.join(', ').toUpperCase()}, which are your own`,
    remedy: 'name one of them; each includes the ones before',
  }
}

function findTakenName(name: string, usable: readonly ApiToken[]): Problem | undefined {
  if (!usable.some((token) => token.name === name)) return undefined
  return {
    code: 'DUPLICATE',
    field: 'name',
    received: name,
    allowed: 'a name that no usable API token has',
    remedy: 'choose another, or revoke that one first',
  }
}

function findTooMany(usable: readonly ApiToken[]): Problem | undefined {
  if (usable.length < MAX_API_TOKENS) return undefined
  return {
    code: 'TOO_MANY',
    received: `${usable.length + 1} API tokens`,
    allowed: `${MAX_API_TOKENS} that can be used`,
    remedy: 'revoke one that nobody needs; lastUsedAt tells which',
  }
}

/** Moment at which the token ends. The default is 90 days, or the end of the maker's own token if that is earlier. */
function parseExpiry({ expiresAt, expiresInDays }: ApiTokenWish, maker: Viewer, now: string): Result<string> {
  const nowMs = Date.parse(now)
  const makerEndsMs = maker.expiresAt === null ? Infinity : Date.parse(maker.expiresAt)
  const latestMs = Math.min(nowMs + MAX_DAYS * DAY_MS, makerEndsMs)
  const inDaysMs =
    expiresInDays === undefined ? Math.min(nowMs + DEFAULT_DAYS * DAY_MS, latestMs) : nowMs + expiresInDays * DAY_MS
  const expiryMs = expiresAt === undefined ? inDaysMs : epochMsOf(expiresAt)
  const isOne = expiresAt === undefined || expiresInDays === undefined
  if (isOne && expiryMs > nowMs && expiryMs <= latestMs) return ok(new Date(expiryMs).toISOString())
  const isCapped = makerEndsMs === latestMs
  const until = isCapped ? `until ${maker.expiresAt}, when your own token ends` : `within ${MAX_DAYS} days`
  return fail({
    code: 'EXPIRY_INVALID',
    field: expiresAt === undefined ? 'expiresInDays' : 'expiresAt',
    received: printable(String(expiresAt ?? expiresInDays ?? 'nothing')),
    allowed: `a moment in the future ${until}, as 2026-01-31T12:00:00Z or as a number of days, not both`,
    remedy: isCapped
      ? 'leave both out for that end, or make it with a token that ends later'
      : `leave both out for ${DEFAULT_DAYS} days`,
  })
}
