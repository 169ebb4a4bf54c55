import { printable, type Problem } from '../result.ts'
import { isText } from '../text.ts'
import type { ConfigState } from './config-change.ts'

export type Expectations = { readonly expectedVersion?: number | undefined; readonly expectedRevision?: number | undefined }

export function findMessageProblem(message: string | null): Problem | undefined {
  if (message === null || isText(message, 1_000)) return undefined
  const allowed = 'at most 1000 characters of text without control characters other than new lines'
  const received = printable(message)
  return { code: 'MESSAGE_INVALID', field: 'message', received, allowed, remedy: 'shorten or clean the message' }
}

export function findStaleness(state: ConfigState, { expectedVersion, expectedRevision }: Expectations): Problem | undefined {
  const liveNumber = state.live?.number ?? 0
  if (expectedRevision !== undefined && expectedRevision !== liveNumber) {
    return {
      code: 'STALE_REVISION',
      field: 'expectedRevision',
      received: expectedRevision,
      allowed: liveNumber,
      remedy: 'somebody published in between: look at the live revision, then try again with its number',
    }
  }
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    return {
      code: 'STALE_WORKING_COPY',
      field: 'expectedVersion',
      received: expectedVersion,
      allowed: state.version,
      remedy: 'somebody edited in between: look at the working copy, then try again with its version',
    }
  }
  return undefined
}

/** Refuses a publish while a canary runs: its workers would test two revisions at once. */
export function findRunningCanary({ canary }: ConfigState): Problem | undefined {
  if (canary === undefined) return undefined
  const { number } = canary.revision
  return {
    code: 'CANARY_RUNNING',
    received: 'a publish',
    allowed: `none while revision ${number} runs as a canary`,
    remedy: `wait until it has ended, at the latest ${canary.canary.seconds + 10} s after ${canary.canary.startedAt}, or end it with endCanary(input: { revision: ${number} … })`,
  }
}
