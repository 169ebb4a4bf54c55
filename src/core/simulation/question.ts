import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'
import type { Redirect } from '../routing/decision.ts'

/** A request as one table is asked about it. */
export type Question =
  | { readonly kind: 'REFUSED'; readonly code: string; readonly country: string | undefined }
  | {
      readonly kind: 'VALID'
      readonly video: VideoUrl
      readonly client: Client
      readonly country: string | undefined
      /** Keys of the rules of which nobody knows whether they match. */
      readonly unknownRules: ReadonlySet<string>
      readonly undecided: UndecidedReason | undefined
    }

/** Why a recorded request cannot be decided. */
export const undecidedReasons = {
  RULE_UNKNOWN:
    'The rule that would decide goes by what is not recorded, and has changed: a glob, a user agent, a prefix within a directory.',
  FACTS_UNKNOWN: 'Its country or autonomous system was not looked up, since no revision asked for it then.',
  ZONE_UNKNOWN: 'Zones have changed since then, and no address is recorded.',
} as const

export type UndecidedReason = keyof typeof undecidedReasons

/** The answer to a question. */
export type Outcome =
  Redirect | { readonly kind: 'REFUSED'; readonly code: string } | { readonly kind: 'UNDECIDED'; readonly why: UndecidedReason }

/** The answer to a question that can be answered. */
export type Decided = Exclude<Outcome, { readonly kind: 'UNDECIDED' }>
