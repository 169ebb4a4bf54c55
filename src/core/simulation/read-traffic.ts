import type { RecordedRequest } from '../recorded/recorded-request.ts'
import { requestsOf, type RecordedTraffic } from '../recorded/recorded-traffic.ts'
import type { Recording } from './recorded-side.ts'
import type { GivenRequest } from './side.ts'

export type TrafficInput = GivenInput | RecordedInput

/** Requests that somebody gives. */
export type GivenInput = { readonly kind: 'GIVEN'; readonly requests: readonly GivenRequest[] }

/** Recorded requests, as compact as workers keep them. */
export type RecordedInput = {
  readonly kind: 'RECORDED'
  readonly recordings: RecordedTraffic['recordings']
  readonly recording: Recording
}

/** Recorded requests that are decided at most: 1,000 CDNs and 500 rules take a second or two for them. */
const MAX_SAMPLE = 40_000

/** Reads recorded requests, one after the other. Of more than `most` it takes one in so many, which stands for all of these. */
export function sampleOf(recordings: RecordedTraffic['recordings'], most = MAX_SAMPLE): Generator<RecordedRequest> {
  return requestsOf({ recordings }, Math.max(1, Math.ceil(countRecorded(recordings) / most)))
}

/** Counts the requests that are kept, without those that were refused. */
export function countRecorded(recordings: RecordedTraffic['recordings']): number {
  return recordings.flatMap(({ weights }) => weights).reduce((sum, { rows }) => sum + rows, 0)
}
