import { checkedKeysOf } from '../../core/health/checked-cdn.ts'
import { counter, gauge, histogram, type Family, type Sample } from './family.ts'
import { loadFamilies } from './load-families.ts'

const originReasons = ['NO_ELIGIBLE_CDN', 'NO_USABLE_CDN'] as const

/** Health of the CDNs that have a check and load of those with a capacity, which bounds the labels; and databases of where clients are. */
export const healthFamilies: Readonly<Record<string, Family>> = {
  sluice_cdn_health: gauge('Always 1; the health of a CDN that is checked is in the label', ['cdn', 'health'], (node) => {
    const checked = checkedKeysOf(node.revision)
    const cdns = node.healthView.cdns().filter(({ key }) => checked.has(key))
    return cdns.map(({ key, health }) => [1, key, health.toLowerCase()])
  }),
  sluice_probes_total: counter('Probes of a CDN by this node, by their outcome', ['cdn', 'outcome'], (node) => {
    const { probes } = node.healthView.measures()
    return [...checkedKeysOf(node.revision)].flatMap((key) =>
      [...(probes.get(key) ?? [])].map(([outcome, count]): Sample => [count, key, outcome.toLowerCase()]),
    )
  }),
  sluice_probe_duration_seconds: histogram(
    'Time of a probe of a CDN by this node, over one address family',
    [],
    ({ timings }) => timings.probe,
  ),
  sluice_ejections_total: counter('How often its checks took a CDN out of use, as this node knows', ['cdn'], (node) => {
    const { ejections } = node.healthView.measures()
    return [...checkedKeysOf(node.revision)].map((key) => [ejections.get(key) ?? 0, key])
  }),
  sluice_panic_total: counter(
    'Redirects to a CDN that its checks keep out, since no other could be used and the budget of the origin was spent',
    [],
    ({ traffic }) => [[traffic.byReason.get('PANIC') ?? 0]],
  ),
  sluice_saturated_total: counter('Redirects that no CDN had room for, which go to CDNs by their capacity', [], ({ traffic }) => [
    [traffic.byReason.get('SATURATED') ?? 0],
  ]),
  sluice_origin_fallbacks_total: counter(
    'Redirects to the origin for want of a CDN, by reason: those that could be used are out by their checks, or there is none',
    ['reason'],
    ({ traffic }) => originReasons.map((reason) => [traffic.byReason.get(reason) ?? 0, reason.toLowerCase()]),
  ),
  sluice_origin_budget_left: gauge(
    "Requests a second that an origin cluster's budget still allows on this node; absent without a rate",
    ['cluster'],
    ({ budgetsLeft }) => [...budgetsLeft].map(([cluster, left]) => [left, cluster]),
  ),
  sluice_node_suspects_itself: gauge(
    'Whether this node blames itself, not the CDNs, since all its probes fail: 1 or 0',
    [],
    ({ healthView }) => [[healthView.suspicion() === undefined ? 0 : 1]],
  ),
  sluice_geo_database_age_seconds: gauge(
    'Age of a database that tells where clients are; absent while it cannot be read, or nothing asks for it',
    ['database'],
    ({ geoDatabases, nowEpochMs }) =>
      geoDatabases.flatMap(({ name, builtAtEpochMs }): readonly Sample[] =>
        builtAtEpochMs === undefined ? [] : [[Math.max(0, nowEpochMs - builtAtEpochMs) / 1_000, name]],
      ),
  ),
  ...loadFamilies,
}
