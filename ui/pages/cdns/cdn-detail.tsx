import { Anchor, Button, SimpleGrid, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Figure } from '../../parts/figure.tsx'
import { percent, perSecond } from '../../parts/numbers.ts'
import { useOverrides } from '../../parts/overrides/held-overrides.ts'
import { OverrideBanner } from '../../parts/overrides/override-banner.tsx'
import { OverrideDialog } from '../../parts/overrides/override-dialog.tsx'
import { PageFrame } from '../../parts/page-frame.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import { CdnChart } from './cdn-chart.tsx'
import { weightOf, State } from './cdn-columns.tsx'
import { HealthHistory } from './health-history.tsx'
import { limitOf, LoadMeter } from './load-meter.tsx'
import { Probes } from './probes.tsx'
import { SlowStart } from './slow-start.tsx'
import type { CdnRow, Cdns, CdnsAnswer } from './use-cdns.ts'

export type CdnDetailProps = { readonly cdnKey: string; readonly of: CdnsAnswer }

/** One CDN: how it is and was, what it takes, and what can be done about it. */
export function CdnDetail({ cdnKey, of }: CdnDetailProps) {
  const overrides = useOverrides().filter(({ target }) => target === cdnKey || target === null)
  const [isOpen, setIsOpen] = useState(false)
  const cdn = of.data?.cdns.find(({ key }) => key === cdnKey)
  return (
    <PageFrame
      title={`CDN ${cdnKey}`}
      about={
        <>
          <Anchor component={Link} href="/cdns" underline="always" inherit>
            All CDNs
          </Anchor>
          {cdn !== undefined && `; ${cdn.baseUrl}, revision ${of.data?.revision} as ${of.data?.node} runs it`}
        </>
      }
      actions={
        <>
          <Button component={Link} href={`/config/cdns/${cdnKey}`} variant="default">
            Edit
          </Button>
          <ActionButton
            field="setOverride"
            onClick={() => setIsOpen(true)}
            unavailable={cdn === undefined ? 'it is not live' : undefined}
          >
            Override …
          </ActionButton>
        </>
      }
    >
      <OverrideBanner overrides={overrides} />
      <Answer of={of} again={of.again}>
        {(all) =>
          cdn === undefined ? (
            <Text>
              Revision {all.revision} has no CDN “{cdnKey}”. It may wait in the working copy to be published.
            </Text>
          ) : (
            <Present cdn={cdn} all={all} weight={weightOf(cdn, overrides)} />
          )
        }
      </Answer>
      <HealthHistory cdn={cdnKey} />
      {isOpen && <OverrideDialog target={cdnKey} onClose={() => setIsOpen(false)} />}
    </PageFrame>
  )
}

type PresentProps = { readonly cdn: CdnRow; readonly all: Cdns; readonly weight: string }

function Present({ cdn, all, weight }: PresentProps) {
  const { state, traffic, capacity, load, healthCheck } = cdn
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Figure
          name="Health"
          value={state === undefined ? '–' : <StateBadge word={state.health} size="lg" />}
          more={
            <>
              {state !== undefined && state.since !== null && (
                <>
                  since <Ago at={state.since} />:{' '}
                </>
              )}
              {state?.reason}
              <SlowStart of={cdn} />
            </>
          }
        />
        <Figure name="State" value={<State cdn={cdn} />} more={`weight ${weight}`} />
        <Figure
          name={`Share, last ${all.windowSeconds} s`}
          value={percent(traffic?.share)}
          more={`wanted ${percent(traffic?.wantedShare)}; ${perSecond((traffic?.requests ?? 0) / all.windowSeconds)}`}
        />
        <Figure
          name="Load"
          value={load?.percent === null || load === null ? '–' : `${load.percent.toFixed(1)} %`}
          more={capacity === null ? 'without a capacity nobody looks at it' : <LoadMeter of={cdn} />}
        />
      </SimpleGrid>
      <CdnChart cdn={cdn.key} limit={capacity === null ? undefined : limitOf(capacity)} />
      <Probes cdn={cdn.key} check={healthCheck} last={state?.lastProbe ?? null} />
    </>
  )
}
