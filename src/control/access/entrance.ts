import { presentsToken, type Authenticate } from './authenticate.ts'
import type { Admission, RequestLimits } from './request-limits.ts'
import type { Viewer } from './roles.ts'

type Entry =
  | (Extract<Admission, { readonly kind: 'ADMITTED' }> & { readonly viewer: Viewer | undefined })
  | Extract<Admission, { readonly kind: 'REFUSED' }>

export type Enter = (address: string, rawHeaders: readonly string[], isCounted: boolean) => Promise<Entry>

/** Authentication within the limits: no token is looked at for an address that is over one; a wrong one counts, a missing one doesn't. */
export function openEntrance(authenticate: Authenticate, limits: RequestLimits): Enter {
  return async (address, rawHeaders, isCounted) => {
    const hasToken = presentsToken(rawHeaders)
    const admission = await limits.admit(address, { isCounted, presentsToken: hasToken })
    if (admission.kind === 'REFUSED') return admission
    const viewer = authenticate(rawHeaders)
    if (viewer !== undefined || !hasToken) return { ...admission, viewer }
    const wrong = await limits.admitFailedLogin(address)
    return wrong.kind === 'REFUSED' ? wrong : { ...admission, viewer }
  }
}
