import type { AdminState } from '../override/override.ts'

/** Whether a CDN may be used now and, if not, why. Selection, which ranks the CDNs, ignores it. */
export type Eligibility =
  | { readonly kind: 'ELIGIBLE' }
  /** Disabled by the revision. */
  | { readonly kind: 'DISABLED' }
  /** Drained by an operator: gets no new sessions. */
  | { readonly kind: 'DRAINING' }
  /** Taken out by an operator. */
  | { readonly kind: 'DOWN' }

/** Standing of a CDN: its eligibility for every request. An operator's admin state wins over the revision. */
export function standingOf(enabled: boolean, adminState: AdminState): Eligibility {
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

/** Eligibility of a candidate for a request: its standing, which no request changes so far. */
export function eligibilityOf({ standing }: { readonly standing: Eligibility }): Eligibility {
  return standing
}

const ELIGIBLE: Eligibility = { kind: 'ELIGIBLE' }
const DISABLED: Eligibility = { kind: 'DISABLED' }
const DRAINING: Eligibility = { kind: 'DRAINING' }
const DOWN: Eligibility = { kind: 'DOWN' }
