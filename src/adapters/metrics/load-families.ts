import { gauge, type Family, type Sample } from './family.ts'

/** Load of the CDNs of the live revision that have a capacity, which bounds the labels. */
export const loadFamilies: Readonly<Record<string, Family>> = {
  sluice_cdn_load_ratio: gauge(
    'Part of the capacity of a CDN that is in use, as this node knows it; absent while nothing tells',
    ['cdn'],
    ({ loads }) => loads.flatMap(({ key, percent }): readonly Sample[] => (percent === null ? [] : [[percent / 100, key]])),
  ),
  sluice_cdn_keep_ratio: gauge(
    'Part of its requests that a CDN keeps; what it does not keep spills to the next',
    ['cdn'],
    ({ loads }) => loads.map(({ key, keepPercent }) => [keepPercent / 100, key]),
  ),
  sluice_cdn_hard_load_ratio: gauge(
    'Part of the capacity of a CDN from which on it keeps nothing: its hard load',
    ['cdn'],
    ({ revision }) =>
      (revision?.config.cdns ?? []).flatMap(({ key, capacity }) =>
        capacity === undefined ? [] : [[capacity.hardPercent / 100, key]],
      ),
  ),
}
