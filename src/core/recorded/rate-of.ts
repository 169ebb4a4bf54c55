import type { RecordedTraffic } from './recorded-traffic.ts'

/** Requests for valid video URLs a second that the workers of a node had, each over the time that it recorded. */
export function rateOf({ recordings }: Pick<RecordedTraffic, 'recordings'>): number {
  return recordings.reduce((sum, { weights, seconds }) => {
    const requests = weights.reduce((all, { rows, weight }) => all + rows * weight, 0)
    return seconds > 0 ? sum + requests / seconds : sum
  }, 0)
}
