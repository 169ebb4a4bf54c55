import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'
import type { ClientConditions } from './client-conditions.ts'
import { nextNode, type HeadNode } from './head-index.ts'
import type { ClusterGroup, PlacedWay, Rules } from './list-rules.ts'
import type { Rule } from './rule.ts'

/** Finds the first rule by position that matches, down the beginnings of the path. */
export function findRule(rules: Rules, { path, cluster }: VideoUrl, client: Client): Rule | undefined {
  const { all, ways, namingWays, groups, clientConditions } = rules
  const group = groups[cluster.rules]
  if (group === undefined) return undefined
  const ask: Ask = { group, path, client, clientConditions, holding: undefined }
  let first = firstPlace(rootWaysFor(rules, ask), ask, all.length)
  for (let node = nextNode(ways, path); node !== undefined; node = nextNode(node, path))
    first = firstPlace(node.values, ask, first)
  for (let node: HeadNode<PlacedWay> | undefined = namingWays; node !== undefined; node = nextNode(node, path))
    first = firstPlace(node.values.length > CROWD ? ofCrowd(node, group) : node.values, ask, first)
  return all[first]
}

/** Ways of one beginning that are looked at one by one, though most may be of other clusters or clients: 5 ns each. */
const CROWD = 16

type Ask = {
  readonly group: ClusterGroup
  readonly path: string
  readonly client: Client
  readonly clientConditions: ClientConditions
  /** Places of the rules whose conditions about facts hold, once a rule asks for one. */
  holding: readonly Uint8Array[] | undefined
}

/** The place of the first way that holds, if it is before this one. */
function firstPlace(ways: readonly PlacedWay[], ask: Ask, before: number): number {
  const { group, path, client } = ask
  for (const { place, fits, asksFacts, isFor } of ways) {
    if (place >= before) break
    if (group.places[place] !== 1 || fits?.(path) === false) continue
    if ((!asksFacts || hasFacts(ask, place)) && isFor?.(client) !== false) return place
  }
  return before
}

/** Whether all conditions of a rule about facts of the client hold. */
function hasFacts(ask: Ask, place: number): boolean {
  for (const places of holdingOf(ask)) if (places[place] !== 1) return false
  return true
}

function holdingOf(ask: Ask): readonly Uint8Array[] {
  return (ask.holding ??= ask.clientConditions.map((placesFor) => placesFor(ask.client)))
}

/** The ways without a beginning; of a crowd those whose rules may be for the client, chosen when they are first asked for. */
function rootWaysFor({ ways: { values }, clientConditions, rootWaysAt }: Rules, ask: Ask): readonly PlacedWay[] {
  if (values.length <= CROWD || clientConditions.length === 0) return values
  const [places] = holdingOf(ask)
  if (places === undefined) return values
  const known = rootWaysAt.get(places)
  if (known !== undefined) return known
  const chosen = values.filter(({ place }) => places[place] === 1)
  rootWaysAt.set(places, chosen)
  return chosen
}

/** The ways of a group of clusters among those of one beginning, chosen when they are first asked for. */
function ofCrowd(node: HeadNode<PlacedWay>, { places, ofCrowds }: ClusterGroup): readonly PlacedWay[] {
  const known = ofCrowds.get(node)
  if (known !== undefined) return known
  const chosen = node.values.filter(({ place }) => places[place] === 1)
  ofCrowds.set(node, chosen)
  return chosen
}
