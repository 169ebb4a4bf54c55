import { presentsToken, type Authenticate, type Undecided } from './authenticate.ts'
import type { Admission, Counted, RequestLimits } from './request-limits.ts'
import type { Viewer } from '../../core/access/roles.ts'

type Entry =
  | (Extract<Admission, { readonly kind: 'ADMITTED' }> & {
      readonly viewer: Viewer | undefined
      /** Why the token could not be checked. */
      readonly undecided?: Undecided
    })
  | Extract<Admission, { readonly kind: 'REFUSED' }>

export type Enter = (address: string, rawHeaders: readonly string[], counted: Counted) => Promise<Entry>

/**
 * Authenticates within the limits. A known caller is counted by name, and not refused for what others send from the same address.
 * All others are counted by address. A wrong token counts besides; a missing or undecided one does not.
 */
export function openEntrance(authenticate: Authenticate, limits: RequestLimits): Enter {
  return async (address, rawHeaders, counted) => {
    const authentication = await authenticate(rawHeaders, () => limits.mayCheck(address))
    if (authentication.kind === 'KNOWN') {
      const { viewer } = authentication
      const admission = await limits.admitKnown(viewer.name, counted)
      return admission.kind === 'REFUSED' ? admission : { ...admission, viewer }
    }
    const hasFailed = authentication.kind === 'REFUSED' && presentsToken(rawHeaders)
    const admission = await limits.admitUnknown(address, { counted, hasFailed })
    if (admission.kind === 'REFUSED') return admission
    const unknown = { ...admission, viewer: undefined }
    return authentication.kind === 'UNDECIDED' ? { ...unknown, undecided: authentication } : unknown
  }
}
