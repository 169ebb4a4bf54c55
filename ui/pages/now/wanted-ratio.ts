import type { NowRevisionSubscription, OverridePartsFragment } from '../../generated/operations.ts'
import { percent } from '../../parts/numbers.ts'

type Config = NowRevisionSubscription['configPublished']['config']

/** The part that is to go to the origin, and what says so: `10.0 % (ratio 10)`. */
export function wantedRatio({ settings, originClusters }: Config, overrides: readonly OverridePartsFragment[]): string {
  const held = overrides.filter(({ inEffect }) => inEffect)
  const allTo = held.find(({ kind }) => kind === 'ALL_TO_ORIGIN' || kind === 'ALL_TO_CDN')
  if (allTo !== undefined) return `${allTo.kind === 'ALL_TO_ORIGIN' ? '100' : '0'} % (override ${allTo.kind})`
  const override = held.find(({ kind }) => kind === 'RATIO')
  const ratio = override === undefined ? settings.ratio : Number(override.value)
  const own = originClusters.filter((cluster) => cluster.ratio !== null).length
  const by = override === undefined ? `ratio ${ratio}` : `override RATIO ${ratio}`
  const others = own === 0 ? '' : `; ${own} ${own === 1 ? 'cluster has its' : 'clusters have their'} own ratio`
  return `${percent(ratio === 0 ? 0 : 1 / ratio)} (${by}${others})`
}
