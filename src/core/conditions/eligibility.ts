import type { AdminState } from '../override/override.ts'

/** Whether a CDN may be used now and, if not, why. Selection, which ranks the CDNs, ignores it. */
export type Eligibility =
  | { readonly kind: 'ELIGIBLE' }
  /** Disabled by the revision. */
  | { readonly kind: 'DISABLED' }
  /** Drained by an operator: no redirects, players on it may stay. */
  | { readonly kind: 'DRAINING' }
  /** Taken out by an operator: no redirects, it is broken. */
  | { readonly kind: 'DOWN' }
  /** Its URLs are signed, and this process has no secret to do so: see `signersOf`. */
  | { readonly kind: 'SECRET_MISSING' }
  /** Taken out of its pool by health checks: see `applyHealth`. */
  | { readonly kind: 'EJECTED' }
  /** Denied to the client by the revision: see `poolFor`. */
  | { readonly kind: 'EXCLUDED' }

/** Decides the eligibility of a CDN for every request, by all but its health. An operator's admin state wins over the revision. */
export function decideEligibility(enabled: boolean, adminState: AdminState): Eligibility {
  switch (adminState) {
    case 'AUTO':
      return enabled ? ELIGIBLE : DISABLED
    case 'UP':
      return ELIGIBLE
    case 'DRAIN':
      return DRAINING
    case 'DOWN':
      return DOWN
    default:
      return adminState satisfies never
  }
}

const ELIGIBLE: Eligibility = { kind: 'ELIGIBLE' }
const DISABLED: Eligibility = { kind: 'DISABLED' }
const DRAINING: Eligibility = { kind: 'DRAINING' }
const DOWN: Eligibility = { kind: 'DOWN' }
export const SECRET_MISSING: Eligibility = { kind: 'SECRET_MISSING' }
export const EJECTED: Eligibility = { kind: 'EJECTED' }
export const EXCLUDED: Eligibility = { kind: 'EXCLUDED' }
