import { ALL_CDNS } from '../../core/conditions/fallback-chains.ts'
import type { NodeState, Sample } from './family.ts'

/** Most CDNs outside of the configuration that keep their count, the latest ones. */
const MAX_FORMER_CDNS = 1_000
/** The same for pools. */
const MAX_FORMER_POOLS = 100

/** Counts by CDN: those of the configuration, at 0 before the first request, and former ones that were counted. */
export function countsByCdn({ traffic: { byCdn }, revision }: NodeState): readonly Sample[] {
  const keys = withFormer(revision?.config.cdns ?? [], byCdn, MAX_FORMER_CDNS)
  return keys.map((key) => [byCdn.get(key) ?? 0, key])
}

/** The same by pool, with that of all CDNs. */
export function countsByPool({ traffic: { byPool }, revision }: NodeState): readonly Sample[] {
  const keys = withFormer([{ key: ALL_CDNS }, ...(revision?.config.pools ?? [])], byPool, MAX_FORMER_POOLS)
  return keys.map((key) => [byPool.get(key)?.requests ?? 0, key])
}

/** Keys of the configuration, then at most so many others that were counted, the latest ones. */
function withFormer(
  entries: readonly { readonly key: string }[],
  counted: ReadonlyMap<string, unknown>,
  most: number,
): readonly string[] {
  const configured = new Set(entries.map(({ key }) => key))
  return [...configured, ...[...counted.keys()].filter((key) => !configured.has(key)).slice(-most)]
}
