import type { RoutingConfig } from '../config/model.ts'
import { gather } from '../gather.ts'

/** Places of a configuration's CDNs, by key. They are found once for all its tables, so that these are made of what changes. */
export type Places = {
  /** Index among the CDNs. */
  readonly indices: ReadonlyMap<string, number>
  /** Indices of the pools that have it as a member, without that of all CDNs. */
  readonly poolsWith: ReadonlyMap<string, readonly number[]>
}

export function placesOf({ cdns, pools = [] }: RoutingConfig): Places {
  return {
    indices: new Map(cdns.map(({ key }, index) => [key, index])),
    poolsWith: gather(pools.flatMap(({ members }, index) => members.map(({ cdn }) => [cdn, index + 1] as const))),
  }
}
