import { formatNetwork } from '../geo/ip-network.ts'
import { walkNetworks, type NetworkSteps, type ZoneNetwork } from '../geo/nested-networks.ts'
import { networksOf } from '../geo/zone-index.ts'
import { warning, type ValidationIssue } from '../validation-issue.ts'
import { entriesOf, type RoutingConfig } from './model.ts'

/** A network that lies in one of another zone, or is the same. */
type Overlap = { readonly inner: ZoneNetwork; readonly outer: ZoneNetwork }

/** Findings about a zone beside others: one for each that takes addresses from another, however many of its networks do. */
export function* zoneFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const zones = entriesOf(config, 'zones')
  if (zones.length < 2) return
  const byZone = Map.groupBy(overlapsOf(networksOf(zones)), ({ inner }) => inner.zone)
  for (const [index, { key }] of zones.entries()) {
    const overlaps = byZone.get(index)
    if (overlaps !== undefined) yield overlapFinding(key, overlaps, (zone) => zones[zone]?.key ?? '')
  }
}

function overlapsOf(networks: readonly ZoneNetwork[]): readonly Overlap[] {
  const overlaps: Overlap[] = []
  const compare: NetworkSteps['enter'] = (inner, holders) => {
    const outer = holders.at(-1)?.network
    if (outer !== undefined && outer.zone !== inner.zone) overlaps.push({ inner, outer })
  }
  for (const width of [1, 4]) {
    const ofFamily = networks.filter(({ words }) => words.length === width)
    walkNetworks(ofFamily, { enter: compare, repeat: compare })
  }
  return overlaps
}

function overlapFinding(key: string, overlaps: readonly Overlap[], keyOf: (zone: number) => string): ValidationIssue {
  const [{ inner, outer }] = overlaps as readonly [Overlap, ...Overlap[]] // grouped: there is one
  const [ours, theirs, other] = [formatNetwork(inner), formatNetwork(outer), keyOf(outer.zone)]
  const how =
    ours === theirs
      ? `${ours} is a network of the zone "${other}", too, which has its addresses as the first by key`
      : `${ours} lies in ${theirs} of the zone "${other}" and takes its addresses, since the longer prefix has them`
  const more = overlaps.length === 1 ? '' : `; ${overlaps.length} of its networks overlap with others in all`
  const remedy = 'keep it if that is meant, or take the network out of one of the two zones'
  return warning('ZONES_OVERLAP', `zones.${key}.cidrs`, `${how}${more}`, remedy)
}
