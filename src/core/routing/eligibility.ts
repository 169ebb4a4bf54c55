import type { CdnTarget } from './table.ts'

/** Who may be used now and, if not, why. Selection, who would be best, knows nothing of it. */
export type Eligibility = { readonly kind: 'ELIGIBLE' } | { readonly kind: 'DISABLED' }

export function eligibility(cdn: CdnTarget): Eligibility {
  return cdn.enabled ? ELIGIBLE : DISABLED
}

const ELIGIBLE: Eligibility = { kind: 'ELIGIBLE' }
const DISABLED: Eligibility = { kind: 'DISABLED' }
