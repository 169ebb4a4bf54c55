import { BOOTSTRAP_AUTHOR } from '../../core/config/revision.ts'
import { SLUICE_ACTOR } from '../../core/change/attempt.ts'
import { replaceLookAlikes } from './look-alikes.ts'

/** Name of the admin token in the audit trail. */
export const ADMIN_TOKEN_NAME = 'admin-token'

/** Actor of audit events about callers without a valid token. */
export const ANONYMOUS_ACTOR = 'anonymous'

/** Prefix of API token names in the audit trail. */
export const API_TOKEN_PREFIX = 'api-token:'

const reserved: readonly string[] = [ADMIN_TOKEN_NAME, BOOTSTRAP_AUTHOR, SLUICE_ACTOR, ANONYMOUS_ACTOR].map(reduceToSeen)
const reservedPrefix = reduceToSeen(API_TOKEN_PREFIX)

/** True for a name of Sluice's own identities, which a foreign token's subject must not imitate in the audit trail. */
export function isReservedName(name: string): boolean {
  const seen = reduceToSeen(name)
  return reserved.includes(seen) || seen.startsWith(reservedPrefix)
}

/** Reduces a name to what people see: without marks and invisible characters, in one width, case and script. */
function reduceToSeen(name: string): string {
  return replaceLookAlikes(name.normalize('NFKD').replaceAll(/[\p{C}\p{Z}\p{M}]/gu, ''))
    .toLowerCase()
    .replaceAll('rn', 'm')
    .replaceAll(/[i1|]/g, 'l')
    .replaceAll('0', 'o')
}
