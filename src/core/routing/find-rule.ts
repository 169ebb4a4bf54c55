import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'
import { nextNode, type HeadNode } from './head-index.ts'
import type { PlacedWay, Rules } from './list-rules.ts'
import type { Rule } from './rule.ts'

/** Finds the first rule by position that matches, down the beginnings of the path. */
export function findRule({ all, ways, groups }: Rules, { path, cluster }: VideoUrl, client: Client): Rule | undefined {
  const group = groups[cluster.rules]
  if (group === undefined) return undefined
  let first = all.length
  for (let node: HeadNode<PlacedWay> | undefined = ways; node !== undefined; node = nextNode(node, path))
    for (const { place, fits, isFor } of node.values) {
      if (place >= first) break
      if (group[place] === 0 || fits?.(path) === false || isFor?.(client) === false) continue
      first = place
    }
  return all[first]
}
