import type { RefusedAttempt } from '../../../core/change/attempt-outcome.ts'

/** The attempts of one GraphQL operation. Its mutations run one after the other, so at most one is under way. */
export type OperationAttempts = {
  /** Marks that a mutation begins, under its key in the answer. */
  begin(key: string): void
  hasBegun(key: string): boolean
  /** Marks the attempt under way as recorded by the store, with its change. */
  markRecorded(): void
  /** Records that the attempt under way was refused, unless it is recorded. Never rejects. */
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
