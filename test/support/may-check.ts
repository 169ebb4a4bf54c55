import type { MayCheck } from '../../src/control/access/authenticate.ts'

/** As from an address without failed logins. */
export const mayCheck: MayCheck = async () => true
