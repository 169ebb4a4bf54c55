import type { RecordedTraffic } from './recorded-traffic.ts'

/**
 * Requests for valid video URLs a second that come to this many nodes, where all have as many as this one. Each worker counts over the
 * time that it recorded, and those that did not answer as the others.
 */
export function rateOf({ recordings, missing }: RecordedTraffic, nodes: number): number {
  if (recordings.length === 0) return 0
  const perSecond = recordings.reduce((sum, { weights, seconds }) => {
    const requests = weights.reduce((all, { rows, weight }) => all + rows * weight, 0)
    return seconds > 0 ? sum + requests / seconds : sum
  }, 0)
  return perSecond * nodes * (1 + missing.length / recordings.length)
}
