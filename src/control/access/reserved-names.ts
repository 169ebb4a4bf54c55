import { BOOTSTRAP_AUTHOR } from '../../core/config/revision.ts'
import { SLUICE_ACTOR } from '../../core/change/attempt.ts'
import { withoutLookAlikes } from './look-alikes.ts'

/** What the admin token is called in the audit trail. */
export const ADMIN_TOKEN_NAME = 'admin-token'

/** Whom the events of who did not say who they are name. */
export const ANONYMOUS_ACTOR = 'anonymous'

/** What stands before the name of an API token there. */
export const API_TOKEN_PREFIX = 'api-token:'

const reserved: readonly string[] = [ADMIN_TOKEN_NAME, BOOTSTRAP_AUTHOR, SLUICE_ACTOR, ANONYMOUS_ACTOR].map(asSeen)
const reservedPrefix = asSeen(API_TOKEN_PREFIX)

/** Whether a name stands for an identity of Sluice's own: a subject of somebody else's token must not look like one in the audit trail. */
export function isReservedName(name: string): boolean {
  const seen = asSeen(name)
  return reserved.includes(seen) || seen.startsWith(reservedPrefix)
}

/** A name as people read it: without what can't be seen and without marks, in whatever width, case and script. */
function asSeen(name: string): string {
  return withoutLookAlikes(name.normalize('NFKD').replaceAll(/[\p{C}\p{Z}\p{M}]/gu, ''))
    .toLowerCase()
    .replaceAll('rn', 'm')
    .replaceAll(/[i1|]/g, 'l')
    .replaceAll('0', 'o')
}
