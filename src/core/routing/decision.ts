import type { Refusal } from '../request/refusal.ts'
import type { CdnReason, CdnTarget, OriginReason } from './table.ts'

/**
 * The outcome for one request, with its reason. `OVERRIDE`: everything goes to this one place because an operator said so, or no CDN
 * is left since overrides took some out.
 */
export type Decision =
  | Refusal
  | { readonly kind: 'ORIGIN'; readonly location: string; readonly reason: OriginReason }
  | { readonly kind: 'CDN'; readonly location: string; readonly reason: CdnReason; readonly cdn: CdnTarget }
