import { BOOTSTRAP_AUTHOR } from '../../core/config/revision.ts'

/** What the admin token is called in the audit trail. */
export const ADMIN_TOKEN_NAME = 'admin-token'

/** What stands before the name of an API token there. */
export const API_TOKEN_PREFIX = 'api-token:'

/** Whether a name stands for an identity of Sluice's own: a subject of somebody else's token must not look like one in the audit trail. */
export function isReservedName(name: string): boolean {
  return name === ADMIN_TOKEN_NAME || name === BOOTSTRAP_AUTHOR || name.startsWith(API_TOKEN_PREFIX)
}
