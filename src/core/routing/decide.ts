import type { Client } from '../request/client.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import { parseVideoUrl, type VideoUrl } from '../request/video-url.ts'
import { poolTurnOf, type Counters } from './counters.ts'
import type { Decision, Redirect } from './decision.ts'
import { decideSpilling } from './decide-spilling.ts'
import { bestOf } from './rank.ts'
import { findRule } from './find-rule.ts'
import type { LocationTemplate, Pool, RoutingTable, Split } from './table.ts'

/** Index of the pool of all CDNs, for requests that no rule matches. */
const ALL_CDNS = 0

/** Decides where the next request goes. Pure: `advance` counts it. `target` is the request target, `/?video=…`. */
export function decide(table: RoutingTable, counters: Readonly<Counters>, target: string, client: Client): Decision {
  const video = parseVideoUrl(table.clusters, target)
  return video.kind === 'REFUSED' ? video : decideVideo(table, counters, video, client)
}

/** Decides about a video URL that may be redirected. */
export function decideVideo(table: RoutingTable, counters: Readonly<Counters>, video: VideoUrl, client: Client): Redirect {
  const { split } = video.cluster
  const { ratio, reason } = table.splits[split] as Split // built with the clusters that name it
  const isOrigins = isOriginTurn(ratio, (counters.turns[split] ?? 0) + 1)
  if (isOrigins)
    return { kind: 'ORIGIN', video, split, rule: undefined, pool: undefined, lane: undefined, passed: undefined, reason }
  const rule = findRule(table.rules, video, client)
  const asked = rule?.pool ?? ALL_CDNS
  const pools = table.audiences === undefined ? table.pools : table.audiences.poolsFor(client, asked)
  const { chooser, spilling, panicker, reasons } = pools[asked] as Pool // built with the rules that name it
  if (spilling !== undefined)
    return decideSpilling(table, counters, { video, client, split, rule }, { pools, spilling, reason: reasons.cdn })
  const isPanic = chooser === undefined && panicker !== undefined && !hasRoom(counters, video.cluster)
  const pool = (isPanic ? panicker : chooser) ?? asked
  const choosing = pools[pool] as Pool
  const { lane } = choosing
  const turn = poolTurnOf(counters, pool, lane)
  const cdn = bestOf((isPanic ? choosing.panic : undefined) ?? choosing, { turn, video, client })
  if (cdn === undefined) return { kind: 'ORIGIN', video, split, rule, pool, lane, passed: undefined, reason: reasons.noCdn }
  const template = table.templates[cdn.index] as LocationTemplate
  const sign = table.signs[cdn.index]
  const why = isPanic ? 'PANIC' : reasons.cdn
  return { kind: 'CDN', video, split, rule, pool, lane, passed: undefined, reason: why, cdn, template, sign }
}

/** Whether the origin may take a request that no CDN is eligible for. */
function hasRoom({ budgets }: Readonly<Counters>, { budget }: OriginTarget): boolean {
  return budget === undefined || budgets === undefined || budgets.hasRoom(budget)
}

/** Turns are counted from 1: turns ratio, 2 × ratio, 3 × ratio … go to the origin, with ratio 0 none does. */
function isOriginTurn(ratio: number, turn: number): boolean {
  return ratio !== 0 && turn % ratio === 0
}
