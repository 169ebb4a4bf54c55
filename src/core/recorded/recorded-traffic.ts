import type { RecordedRequest } from './recorded-request.ts'
import { readRow, type CopiedRows } from './request-rows.ts'
import type { ReservoirCopy, RowWeight } from './reservoir.ts'

/** Traffic that the workers of a node have recorded, as compact as they keep it: `requestsOf` reads it. */
export type RecordedTraffic = {
  readonly recordings: readonly Recording[]
  /** Ids of the workers that did not answer in time, such as those of a version that records nothing. */
  readonly missing: readonly string[]
}

/** Record of one worker. It can be sent to another process. */
export type Recording = ReservoirCopy & { readonly worker: string }

/** Reads the requests of all recordings, one after the other: of the valid ones one in so many, which stands for all of these. */
export function* requestsOf({ recordings }: Pick<RecordedTraffic, 'recordings'>, oneIn = 1): Generator<RecordedRequest> {
  let next = 0
  for (const { rows, weights, refused } of recordings) {
    next = yield* readRows(rows, weights, { next, oneIn })
    for (const [refusal, weight] of refused) yield { refusal, weight }
  }
}

/** Reads one in so many rows from the next one on, and returns how far behind these rows the one after them is. */
function* readRows(
  rows: CopiedRows,
  weights: readonly RowWeight[],
  { next, oneIn }: { readonly next: number; readonly oneIn: number },
): Generator<RecordedRequest, number> {
  let [row, end] = [next, 0]
  for (const { rows: count, weight } of weights)
    for (end += count; row < end; row += oneIn) yield { ...readRow(rows, row), refusal: null, weight: weight * oneIn }
  return row - end
}
