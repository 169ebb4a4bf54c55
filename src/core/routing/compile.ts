import { clustersWithBudget } from '../budget/origin-budgets.ts'
import { ownRatioOf } from '../conditions/effective.ts'
import { fallbackChains } from '../conditions/fallback-chains.ts'
import { placesOf, type Places } from '../conditions/places.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import { lists } from '../config/nouns.ts'
import { redirectFormOf, type RedirectForm } from '../config/redirect-form.ts'
import { findUnknownName } from '../config/references.ts'
import { indexZones, type ZoneIndex } from '../geo/zone-index.ts'
import type { Scheme } from '../request/scheme.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { serverLabelMatcher } from '../config/server-label.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { groupClients, type ClientGroups } from './client-groups.ts'
import { listRules, type Rules } from './list-rules.ts'
import type { LocationTemplate } from './table.ts'

/** The part of a table that depends on the revision alone: computed once, reused for every override or health event. */
export type CompiledRevision = {
  readonly revision: ConfigRevision
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** Clusters with a ratio of their own, in the order of their splits, which stand behind that of the settings. */
  readonly ownRatios: readonly OriginCluster[]
  /** Templates of the CDNs, in the order of the configuration. */
  readonly templates: readonly LocationTemplate[]
  readonly rules: Rules
  /** Zones in the order of the configuration. */
  readonly zones: ZoneIndex
  /** For each pool the indices of itself and its fallbacks, in the order in which they are asked. */
  readonly chains: readonly (readonly number[])[]
  readonly places: Places
  /** Undefined: no CDN is denied to anybody. */
  readonly groups: ClientGroups | undefined
}

/**
 * Fails with BASE_URL_INVALID, TEMPLATE_INVALID or UNKNOWN_REFERENCE where validation would refuse the revision. Keeps the index of the
 * revision before where zones have the same networks: 20,000 take 20 to 150 ms, which requests would wait for at each publish.
 */
export function compileRevision(revision: ConfigRevision, before?: CompiledRevision): Result<CompiledRevision> {
  const { config } = revision
  const templates: LocationTemplate[] = []
  for (const cdn of config.cdns) {
    const form = redirectFormOf(cdn)
    if (!form.ok) return form
    templates.push(prepareTemplate(form.value))
  }
  const unknown = findUnknown(config)
  if (unknown !== undefined) return fail(unknown)
  const ownRatios = config.originClusters.filter((cluster) => ownRatioOf(cluster) !== undefined)
  const splits = new Map(ownRatios.map(({ key }, index) => [key, index + 1]))
  const isSameZones = before !== undefined && isSameNetworks(config.zones, before.revision.config.zones)
  const zones = isSameZones ? before.zones : indexZones(config.zones ?? [])
  const { rules, groupOf } = listRules(config, zones)
  const budgets = new Map(clustersWithBudget(config.originClusters).map(({ key }, index) => [key, index]))
  const clusters = config.originClusters.map((cluster): [string, OriginTarget] => {
    const { key, hostSuffix } = cluster
    return [hostSuffix, originTarget(cluster, splits.get(key) ?? 0, groupOf.get(key) ?? 0, budgets.get(key))]
  })
  return ok({
    revision,
    clusters: new Map(clusters),
    ownRatios,
    templates,
    rules,
    zones,
    chains: fallbackChains(config),
    places: placesOf(config),
    groups: groupClients(config, zones),
  })
}

function isSameNetworks(some: RoutingConfig['zones'] = [], others: RoutingConfig['zones'] = []): boolean {
  return (
    some.length === others.length &&
    some.every(({ cidrs }, zone) => {
      const known = others[zone]?.cidrs
      return cidrs.length === known?.length && cidrs.every((cidr, index) => cidr === known[index])
    })
  )
}

/** Writes out all that stands before the first part of the video URL. */
function prepareTemplate({ scheme, authority, rest }: RedirectForm): LocationTemplate {
  const first = rest.findIndex((piece) => typeof piece === 'string')
  const text = rest.slice(0, first).map((piece) => (typeof piece === 'string' ? '' : piece.text))
  const url = (ofVideo: Scheme): string => [`${scheme ?? ofVideo}://${authority}`, ...text].join('')
  const others = rest.slice(first)
  const isUsual = JSON.stringify(others) === '["server","path","query"]'
  return { start: { http: url('http'), https: url('https') }, rest: isUsual ? undefined : others }
}

function originTarget(
  { hostSuffix, ports, schemes, serverLabelPattern }: OriginCluster,
  split: number,
  rules: number,
  budget: number | undefined,
): OriginTarget {
  return {
    hostSuffix,
    ports,
    isServer: serverLabelMatcher(serverLabelPattern),
    allows: (scheme) => schemes.includes(scheme),
    split,
    rules,
    budget,
  }
}

/** Finds a name that nothing has. One of an origin cluster does no harm: nobody asks for it. */
function findUnknown(config: RoutingConfig): Problem | undefined {
  const unknown = findUnknownName(config, (list) => list !== 'originClusters')
  if (unknown === undefined) return undefined
  const { by, reference } = unknown
  const allowed = `keys of ${lists[reference.list].many}`
  return { code: 'UNKNOWN_REFERENCE', field: by, received: printable(reference.key), allowed, remedy: 'correct the key' }
}
