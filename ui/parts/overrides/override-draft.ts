import type { OverrideKind, OverridesSharesQuery, SetOverrideInput } from '../../generated/operations.ts'
import { percent } from '../numbers.ts'

/** Values of `ADMIN_STATE`, and the kinds that have other values or none. */
export type Choice = 'UP' | 'DRAIN' | 'DOWN' | Exclude<OverrideKind, 'ADMIN_STATE'>

/** Everything that is typed into the dialog. */
export type Draft = {
  readonly choice: Choice
  readonly value: string
  readonly reason: string
  /** Seconds, or one of the two below. */
  readonly end: string
  /** As a field for date and time has it, in local time. */
  readonly until: string
}

export const LIFTED = 'lifted'
export const MOMENT = 'moment'

export type Offer = { readonly choice: Choice; readonly means: string }

export const cdnOffers: readonly Offer[] = [
  { choice: 'DOWN', means: 'no redirects, it is broken' },
  { choice: 'DRAIN', means: 'no redirects, players on it may stay' },
  { choice: 'UP', means: 'in use, whatever revision and health say' },
  { choice: 'WEIGHT', means: 'this weight, 0 to 1,000' },
  { choice: 'ALL_TO_CDN', means: 'everything to it and nothing to the origin' },
]
export const otherOffers: readonly Offer[] = [
  { choice: 'ALL_TO_ORIGIN', means: 'everything goes to the origin' },
  { choice: 'RATIO', means: 'every so many requests one goes to the origin; 0 never, 1 always' },
]

export function emptyDraft(target: string | null): Draft {
  return { choice: target === null ? 'ALL_TO_ORIGIN' : 'DOWN', value: '', reason: '', end: '3600', until: '' }
}

export function hasValue(choice: Choice): boolean {
  return choice === 'WEIGHT' || choice === 'RATIO'
}

/** The draft as the API takes it. */
export function inputOf({ choice, value, reason, end, until }: Draft, target: string | null): SetOverrideInput {
  const isState = choice === 'UP' || choice === 'DRAIN' || choice === 'DOWN'
  const typed = value.trim() === '' ? null : Number(value)
  const moment = new Date(until)
  return {
    kind: isState ? 'ADMIN_STATE' : choice,
    target,
    value: isState ? choice : hasValue(choice) ? typed : null,
    reason,
    ...(end === MOMENT && { until: Number.isNaN(moment.getTime()) ? until : moment.toISOString() }),
    ...(end !== MOMENT && end !== LIFTED && { forSeconds: Number(end) }),
  }
}

type Shares = OverridesSharesQuery['traffic']

/** What it would do, beside what is: `100 % to the origin, now 10.0 %`. */
export function consequenceOf({ choice, value }: Draft, target: string | null, shares: Shares | undefined): string {
  const answered = (shares?.origin ?? 0) + (shares?.cdn ?? 0)
  const toOrigin = percent(shares === undefined || answered === 0 ? null : shares.origin / answered)
  const cdn = shares?.byCdn.find(({ key }) => key === target)
  const given = `now ${percent(cdn?.share)}, wanted ${percent(cdn?.wantedShare)}`
  switch (choice) {
    case 'UP':
      return `${target} gets its part of the redirects to CDNs, healthy or not: ${given}`
    case 'DRAIN':
    case 'DOWN':
      return `0 % of the redirects to CDNs go to ${target}, ${given}; the others share them as their weights say`
    case 'WEIGHT':
      return `weight ${value.trim() === '' ? '…' : value} for ${target}; of the redirects to CDNs it has ${given}`
    case 'ALL_TO_CDN':
      return `100 % to ${target}, ${given}; 0 % to the origin, now ${toOrigin}; while it is DRAIN or DOWN all goes to the origin`
    case 'ALL_TO_ORIGIN':
      return `100 % to the origin, now ${toOrigin}`
    case 'RATIO':
      return `${ratioWords(value)} to the origin, now ${toOrigin}`
    default:
      return choice satisfies never
  }
}

function ratioWords(value: string): string {
  const ratio = Number(value)
  if (value.trim() === '' || !Number.isInteger(ratio) || ratio < 0) return '…'
  return percent(ratio === 0 ? 0 : 1 / ratio)
}
