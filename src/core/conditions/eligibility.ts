import type { AdminState } from '../override/override.ts'

/** Who may be used now and, if not, why. Selection, who would be best, knows nothing of it. */
export type Eligibility =
  | { readonly kind: 'ELIGIBLE' }
  /** By the revision. */
  | { readonly kind: 'DISABLED' }
  /** By an operator, gently: no new sessions. */
  | { readonly kind: 'DRAINING' }
  /** By an operator: out. */
  | { readonly kind: 'DOWN' }

/** What holds of a CDN whatever request comes. An operator's word stands above the revision's. */
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

/** Whether a candidate may be used for a request: so far no request changes its standing. */
export function eligibilityOf({ standing }: { readonly standing: Eligibility }): Eligibility {
  return standing
}

const ELIGIBLE: Eligibility = { kind: 'ELIGIBLE' }
const DISABLED: Eligibility = { kind: 'DISABLED' }
const DRAINING: Eligibility = { kind: 'DRAINING' }
const DOWN: Eligibility = { kind: 'DOWN' }
