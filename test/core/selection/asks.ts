import type { Client } from '../../../src/core/request/client.ts'
import type { VideoUrl } from '../../../src/core/request/video-url.ts'
import { parseVideoUrl } from '../../../src/core/request/video-url.ts'
import { nowhere } from '../../../src/core/geo/place.ts'
import type { Ask, Choose, PolicyOptions, PoolMember } from '../../../src/core/selection/selection-policy.ts'
import { clientWith, nobody } from '../../support/clients.ts'
import { tableWith } from '../../support/config.ts'

const { clusters } = tableWith()

/** A request for a path of server s1, from nobody. */
export function askFor(
  path: string,
  { client = nobody, turn = 0 }: { readonly client?: Client; readonly turn?: number } = {},
): Ask {
  return { turn, video: videoAt(`http://s1.origin-cluster${path}`), client }
}

export function askFrom(network: string, path = '/a'): Ask {
  return askFor(path, { client: clientWith({ network, isIpv6: false }) })
}

export function videoAt(url: string): VideoUrl {
  const video = parseVideoUrl(clusters, `/?video=${encodeURIComponent(url)}`)
  if (video.kind === 'REFUSED') throw new Error(video.code)
  return video
}

/** Options of a pool that has none. */
export const noOptions: PolicyOptions = { stickyParameter: null, stabilise: 0, place: nowhere }

export function membersWith(weights: Readonly<Record<string, number>>): readonly PoolMember[] {
  return Object.entries(weights).map(([key, weight]) => ({ key, weight, priority: 1 }))
}

/** Keys of the members in the order in which they are chosen for a request. */
export function orderFor(members: readonly PoolMember[], choose: Choose, ask: Ask): readonly string[] {
  return members.map((_, attempt) => members[choose(ask, attempt)]?.key ?? '-')
}
