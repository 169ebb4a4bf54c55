import { cdnLocation, originLocation } from '../request/location.ts'
import { parseVideoUrl } from '../request/video-url.ts'
import type { Counters } from './counters.ts'
import type { Decision } from './decision.ts'
import type { CdnTarget, RoutingTable } from './table.ts'

/** Where the next request goes. Pure: `advance` counts it. `target` is the request target, `/?video=…`. */
export function decide(table: RoutingTable, counters: Readonly<Counters>, target: string): Decision {
  const video = parseVideoUrl(table.clusters, target)
  if (video.kind === 'REFUSED') return video
  if (isOriginTurn(table.ratio, counters.turn + 1))
    return { kind: 'ORIGIN', location: originLocation(video), reason: table.reasons.originTurn }
  const preferred = table.order(counters.poolTurn)
  const cdn = preferred.find(isEligible)
  if (cdn === undefined) return { kind: 'ORIGIN', location: originLocation(video), reason: table.reasons.noCdn }
  return { kind: 'CDN', location: cdnLocation(cdn, video), reason: table.reasons.cdn, cdn }
}

/** Turns are counted from 1: turns ratio, 2 × ratio, 3 × ratio … are the origin's; ratio 0 has none. */
function isOriginTurn(ratio: number, turn: number): boolean {
  return ratio !== 0 && turn % ratio === 0
}

function isEligible(cdn: CdnTarget): boolean {
  return cdn.standing.kind === 'ELIGIBLE'
}
