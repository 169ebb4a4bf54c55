import { BOOTSTRAP_AUTHOR } from '../../core/config/revision.ts'
import { SLUICE_ACTOR } from '../../core/override/override-changes.ts'

/** What the admin token is called in the audit trail. */
export const ADMIN_TOKEN_NAME = 'admin-token'

/** Whom the events of who did not say who they are name. */
export const ANONYMOUS_ACTOR = 'anonymous'

/** What stands before the name of an API token there. */
export const API_TOKEN_PREFIX = 'api-token:'

const reserved: readonly string[] = [ADMIN_TOKEN_NAME, BOOTSTRAP_AUTHOR, SLUICE_ACTOR, ANONYMOUS_ACTOR]

/** Whether a name stands for an identity of Sluice's own: a subject of somebody else's token must not look like one in the audit trail. */
export function isReservedName(name: string): boolean {
  // As people read it: without what can't be seen, in whatever width and case.
  const seen = name
    .normalize('NFKC')
    .replaceAll(/[\p{C}\p{Z}]/gu, '')
    .toLowerCase()
  return reserved.includes(seen) || seen.startsWith(API_TOKEN_PREFIX)
}
