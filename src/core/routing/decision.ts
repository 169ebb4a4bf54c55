import type { Refusal } from '../request/refusal.ts'
import type { CdnTarget } from './table.ts'

/** The outcome for one request, with its reason. */
export type Decision =
  | Refusal
  | { readonly kind: 'ORIGIN'; readonly location: string; readonly reason: 'RATIO' | 'NO_USABLE_CDN' }
  | { readonly kind: 'CDN'; readonly location: string; readonly reason: 'SELECTED'; readonly cdn: CdnTarget }
