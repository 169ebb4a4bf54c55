import { SimpleGrid } from '@mantine/core'
import type { NowRevisionSubscription, NowWorkersQuery, OverridePartsFragment } from '../../generated/operations.ts'
import { Figure } from '../../parts/figure.tsx'
import { percent, perSecond } from '../../parts/numbers.ts'
import { recentRates } from './traffic-series.ts'
import type { Traffic } from './use-traffic.ts'
import { wantedRatio } from './wanted-ratio.ts'

export type FiguresProps = {
  readonly traffic: Traffic
  readonly live: NowRevisionSubscription['configPublished'] | undefined
  readonly overrides: readonly OverridePartsFragment[]
  readonly workers: NowWorkersQuery['workers'] | undefined
}

/** The four numbers that are looked at first, what is given beside what is wanted. */
export function Figures({ traffic, live, overrides, workers }: FiguresProps) {
  const rates = recentRates(traffic.series)
  const redirects = rates === undefined ? undefined : rates.origin + rates.cdn
  const given = redirects === undefined || redirects === 0 ? null : (rates?.origin ?? 0) / redirects
  const refused = rates === undefined || rates.requests === 0 ? null : rates.refused / rates.requests
  const ready = workers?.filter(({ state }) => state === 'READY').length
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <Figure
        name="Redirects"
        value={redirects === undefined ? '–' : perSecond(redirects)}
        more={rates === undefined ? 'no tick yet' : `${perSecond(rates.cdn)} to CDNs, ${perSecond(rates.origin)} to the origin`}
      />
      <Figure
        name="To the origin"
        value={percent(given)}
        more={live === undefined ? '' : `wanted ${wantedRatio(live.config, overrides)}`}
      />
      <Figure
        name="Refused"
        value={rates === undefined ? '–' : perSecond(rates.refused)}
        more={refused === null ? 'of no requests' : `${percent(refused)} of all requests`}
      />
      <Figure
        name="Workers"
        value={workers === undefined ? '–' : `${ready} of ${workers.length}`}
        more={workers?.every(({ revision }) => revision === live?.number) === true ? `all run revision ${live?.number}` : 'READY'}
      />
    </SimpleGrid>
  )
}
