import type { Client } from '../request/client.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import { parseVideoUrl } from '../request/video-url.ts'
import type { Counters } from './counters.ts'
import type { Decision } from './decision.ts'
import { bestOf } from './rank.ts'
import { findRule } from './find-rule.ts'
import type { CdnBase, Pool, RoutingTable, Split } from './table.ts'

/** Index of the pool of all CDNs, for requests that no rule matches. */
const ALL_CDNS = 0

/** Decides where the next request goes. Pure: `advance` counts it. `target` is the request target, `/?video=…`. */
export function decide(table: RoutingTable, counters: Readonly<Counters>, target: string, client: Client): Decision {
  const video = parseVideoUrl(table.clusters, target)
  if (video.kind === 'REFUSED') return video
  const { split } = video.cluster
  const { ratio, reason } = table.splits[split] as Split // built with the clusters that name it
  const isOrigins = isOriginTurn(ratio, (counters.turns[split] ?? 0) + 1)
  if (isOrigins) return { kind: 'ORIGIN', video, split, rule: undefined, pool: undefined, isIpv6: false, reason }
  const rule = findRule(table.rules, video, client)
  const asked = rule?.pool ?? ALL_CDNS
  const isIpv6 = table.poolsIpv6 !== table.pools && client.isIpv6()
  const pools = isIpv6 ? table.poolsIpv6 : table.pools
  const { chooser, panicker, reasons } = pools[asked] as Pool // built with the rules that name it
  const isPanic = chooser === undefined && panicker !== undefined && !hasRoom(counters, video.cluster)
  const pool = (isPanic ? panicker : chooser) ?? asked
  const choosing = pools[pool] as Pool
  const turn = (isIpv6 ? counters.poolTurnsIpv6 : counters.poolTurns)[pool] ?? 0
  const cdn = bestOf((isPanic ? choosing.panic : undefined) ?? choosing, { turn, video, client })
  if (cdn === undefined) return { kind: 'ORIGIN', video, split, rule, pool, isIpv6, reason: reasons.noCdn }
  const base = table.bases[cdn.index] as CdnBase
  return { kind: 'CDN', video, split, rule, pool, isIpv6, reason: isPanic ? 'PANIC' : reasons.cdn, cdn, base }
}

/** Whether the origin may take a request that no CDN is eligible for. */
function hasRoom({ budgets }: Readonly<Counters>, { budget }: OriginTarget): boolean {
  return budget === undefined || budgets === undefined || budgets.hasRoom(budget)
}

/** Turns are counted from 1: turns ratio, 2 × ratio, 3 × ratio … go to the origin, with ratio 0 none does. */
function isOriginTurn(ratio: number, turn: number): boolean {
  return ratio !== 0 && turn % ratio === 0
}
