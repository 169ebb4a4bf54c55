import type { PublishInput } from '../../generated/operations.ts'

/** What was typed into the form, as it was typed. */
export type Draft = {
  readonly message: string
  readonly waitSeconds: number | string
  /** The version of the working copy whose warnings were read. */
  readonly acknowledgedVersion: number | undefined
  readonly isCanary: boolean
  readonly unit: 'workers' | 'percent'
  readonly amount: number | string
  readonly seconds: number | string
  readonly maxRefusedRatio: number | string
  readonly onTooFewRequests: 'TAKE_BACK' | 'PROMOTE'
}

export const emptyDraft: Draft = {
  message: '',
  waitSeconds: 10,
  acknowledgedVersion: undefined,
  isCanary: false,
  unit: 'workers',
  amount: 1,
  seconds: 300,
  maxRefusedRatio: '',
  onTooFewRequests: 'TAKE_BACK',
}

/** What the page shows: a publish of anything else is refused. */
export type Seen = { readonly version: number; readonly live: number }

export function inputOf(draft: Draft, { version, live }: Seen, idempotencyKey: string): PublishInput {
  return {
    message: draft.message.trim() === '' ? null : draft.message,
    waitForWorkersSeconds: numberOf(draft.waitSeconds),
    acknowledgeWarnings: draft.acknowledgedVersion === version,
    expectedVersion: version,
    expectedRevision: live,
    idempotencyKey,
    canary: draft.isCanary
      ? {
          [draft.unit]: numberOf(draft.amount),
          seconds: numberOf(draft.seconds) ?? 0, // which the API refuses in its words
          maxRefusedRatio: numberOf(draft.maxRefusedRatio),
          onTooFewRequests: draft.onTooFewRequests,
        }
      : null,
  }
}

function numberOf(typed: number | string): number | null {
  return typed === '' ? null : Number(typed)
}
