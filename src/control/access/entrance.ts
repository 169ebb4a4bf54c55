import { presentsToken, type Authenticate, type Undecided } from './authenticate.ts'
import type { Admission, RequestLimits } from './request-limits.ts'
import type { Viewer } from './roles.ts'

type Entry =
  | (Extract<Admission, { readonly kind: 'ADMITTED' }> & {
      readonly viewer: Viewer | undefined
      /** Why nobody can say whose token it is. */
      readonly undecided?: Undecided
    })
  | Extract<Admission, { readonly kind: 'REFUSED' }>

export type Enter = (address: string, rawHeaders: readonly string[], isCounted: boolean) => Promise<Entry>

/**
 * Authentication within the limits: no token is looked at for an address that is over one; a wrong one counts, a missing one
 * doesn't, and neither does one that can't be decided on.
 */
export function openEntrance(authenticate: Authenticate, limits: RequestLimits): Enter {
  return async (address, rawHeaders, isCounted) => {
    const hasToken = presentsToken(rawHeaders)
    const admission = await limits.admit(address, { isCounted, presentsToken: hasToken })
    if (admission.kind === 'REFUSED') return admission
    const authentication = await authenticate(rawHeaders)
    if (authentication.kind === 'KNOWN') return { ...admission, viewer: authentication.viewer }
    if (authentication.kind === 'UNDECIDED') return { ...admission, viewer: undefined, undecided: authentication }
    const wrong = hasToken ? await limits.admitFailedLogin(address) : admission
    return wrong.kind === 'REFUSED' ? wrong : { ...admission, viewer: undefined }
  }
}
