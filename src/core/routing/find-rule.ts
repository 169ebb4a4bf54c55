import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'
import { nextNode, type HeadNode } from './head-index.ts'
import type { ClusterGroup, PlacedWay, Rules } from './list-rules.ts'
import type { Rule } from './rule.ts'

/** Finds the first rule by position that matches, down the beginnings of the path. */
export function findRule(
  { all, ways, namingWays, groups }: Rules,
  { path, cluster }: VideoUrl,
  client: Client,
): Rule | undefined {
  const group = groups[cluster.rules]
  if (group === undefined) return undefined
  const ask = { group, path, client }
  let first = all.length
  for (let node: HeadNode<PlacedWay> | undefined = ways; node !== undefined; node = nextNode(node, path))
    first = firstPlace(node.values, ask, first)
  for (let node: HeadNode<PlacedWay> | undefined = namingWays; node !== undefined; node = nextNode(node, path))
    first = firstPlace(node.values.length > CROWD ? ofCrowd(node, group) : node.values, ask, first)
  return all[first]
}

/** Ways of one beginning that are looked at one by one, though most may be of other clusters: 5 ns each. */
const CROWD = 16

type Ask = { readonly group: ClusterGroup; readonly path: string; readonly client: Client }

/** The place of the first way that holds, if it is before this one. */
function firstPlace(ways: readonly PlacedWay[], { group, path, client }: Ask, before: number): number {
  for (const { place, fits, isFor } of ways) {
    if (place >= before) break
    if (group.places[place] === 1 && fits?.(path) !== false && isFor?.(client) !== false) return place
  }
  return before
}

/** The ways of a group of clusters among those of one beginning, chosen when they are first asked for. */
function ofCrowd(node: HeadNode<PlacedWay>, { places, ofCrowds }: ClusterGroup): readonly PlacedWay[] {
  const known = ofCrowds.get(node)
  if (known !== undefined) return known
  const chosen = node.values.filter(({ place }) => places[place] === 1)
  ofCrowds.set(node, chosen)
  return chosen
}
