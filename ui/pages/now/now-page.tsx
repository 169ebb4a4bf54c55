import { Stack } from '@mantine/core'
import { useSubscription } from 'urql'
import { usePolled } from '../../client/use-polled.ts'
import {
  NowDependenciesDocument,
  NowRevisionDocument,
  NowWorkersChangedDocument,
  NowWorkersDocument,
} from '../../generated/operations.ts'
import { OverrideBanner } from '../../parts/overrides/override-banner.tsx'
import { useOverrides } from '../../parts/overrides/held-overrides.ts'
import { PageFrame } from '../../parts/page-frame.tsx'
import { Ago } from '../../parts/time.tsx'
import { CanaryNote } from './canary-note.tsx'
import { Figures, type FiguresProps } from './figures.tsx'
import { Reasons } from './reasons.tsx'
import { Service } from './service.tsx'
import { Shares } from './shares.tsx'
import { TrafficChart } from './traffic-chart.tsx'
import { RECENT_SECONDS } from './traffic-series.ts'
import { useTraffic } from './use-traffic.ts'
import { Workers } from './workers.tsx'

/** What this node does at the moment: rates, shares, refusals, and who does it. */
export function NowPage() {
  const overrides = useOverrides()
  const [{ data: revision }] = useSubscription({ query: NowRevisionDocument })
  const workers = useWorkers()
  const service = usePolled({ query: NowDependenciesDocument }, 5_000)
  const live = revision?.configPublished
  const node = workers.data?.workers[0]?.node ?? 'this node'
  const about = (
    <>
      {node}, rates of the last {RECENT_SECONDS} s
      {live !== undefined && (
        <>
          ; revision {live.number} by {live.author}, published <Ago at={live.publishedAt} />
        </>
      )}
    </>
  )
  return (
    <PageFrame title="Now" about={about}>
      <OverrideBanner overrides={overrides} />
      <CanaryNote />
      <Ticking live={live} overrides={overrides} workers={workers.data?.workers} node={node} />
      <Shares />
      <Stack gap="lg">
        <Reasons />
        <Workers of={workers} />
        <Service of={service} />
      </Stack>
    </PageFrame>
  )
}

type TickingProps = Omit<FiguresProps, 'traffic'> & { readonly node: string }

/** Everything that changes with each tick; the rest of the page is not drawn anew for it. */
function Ticking({ node, ...figures }: TickingProps) {
  const traffic = useTraffic()
  return (
    <>
      <Figures traffic={traffic} {...figures} />
      <TrafficChart traffic={traffic} node={node} />
    </>
  )
}

/** As they are by their last reports, asked anew as soon as one changes. */
function useWorkers() {
  const workers = usePolled({ query: NowWorkersDocument }, 2_000)
  const [{ data }] = useSubscription({ query: NowWorkersChangedDocument })
  const changed = data?.workersChanged
  const polled = workers.data?.workers
  if (changed === undefined) return workers
  // The subscription tells changes at once, the question when each reported last.
  const all = changed.map((worker) => {
    const same = polled?.find(({ id, pid }) => id === worker.id && pid === worker.pid)
    return same === undefined || same.lastSeenAt < worker.lastSeenAt ? worker : same
  })
  return { ...workers, data: { workers: all } }
}
