import type { RefusedAttempt } from '../../../core/change/attempt-outcome.ts'

/** The attempts of one GraphQL operation. Its mutations run one after the other, so at most one is under way. */
export type OperationAttempts = {
  /** A mutation begins, under this key of the answer. */
  begin(key: string): void
  hasBegun(key: string): boolean
  /** The store was asked for the change that is under way, and has recorded the attempt with it. */
  markRecorded(): void
  /** The attempt that is under way was refused. Nothing to do where it is recorded; never rejects. */
  refuse(refused: RefusedAttempt): Promise<void>
}

export function openOperationAttempts(record: (refused: RefusedAttempt) => Promise<void>): OperationAttempts {
  const begun = new Set<string>()
  let isRecorded = false
  return {
    begin(key) {
      begun.add(key)
      isRecorded = false
    },
    hasBegun: (key) => begun.has(key),
    markRecorded() {
      isRecorded = true
    },
    async refuse(refused) {
      if (!isRecorded) await record(refused)
      isRecorded = true
    },
  }
}
