import type { Client } from '../request/client.ts'
import { parseVideoUrl } from '../request/video-url.ts'
import type { Counters } from './counters.ts'
import type { Decision } from './decision.ts'
import { bestOf } from './rank.ts'
import type { Pool, RoutingTable, Split } from './table.ts'

/** Index of the pool of all CDNs: a configuration has no other. */
const THE_POOL = 0

/** Decides where the next request goes. Pure: `advance` counts it. `target` is the request target, `/?video=…`. */
export function decide(table: RoutingTable, counters: Readonly<Counters>, target: string, client: Client): Decision {
  const video = parseVideoUrl(table.clusters, target)
  if (video.kind === 'REFUSED') return video
  const { split } = video.cluster
  const { ratio, reason } = table.splits[split] as Split // built with the clusters that name it
  if (isOriginTurn(ratio, (counters.turns[split] ?? 0) + 1)) return { kind: 'ORIGIN', video, split, pool: undefined, reason }
  const pool = THE_POOL
  const cdns = table.pools[pool] as Pool
  const cdn = bestOf(cdns, { turn: counters.poolTurns[pool] ?? 0, video, client })
  if (cdn === undefined) return { kind: 'ORIGIN', video, split, pool, reason: cdns.reasons.noCdn }
  return { kind: 'CDN', video, split, pool, reason: cdns.reasons.cdn, cdn }
}

/** Turns are counted from 1: turns ratio, 2 × ratio, 3 × ratio … go to the origin, with ratio 0 none does. */
function isOriginTurn(ratio: number, turn: number): boolean {
  return ratio !== 0 && turn % ratio === 0
}
