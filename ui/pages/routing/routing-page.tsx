import { Anchor, Button, SimpleGrid, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { Answer } from '../../parts/answer.tsx'
import { count } from '../../parts/numbers.ts'
import { PageFrame } from '../../parts/page-frame.tsx'
import type { Met } from './counts.ts'
import { DenialsPanel } from './denials-panel.tsx'
import { PlacesPanel } from './places-panel.tsx'
import { RoutingPicture } from './routing-picture.tsx'
import { useRouting } from './use-routing.ts'
import { WhoIs } from './who-is.tsx'
import { ZonesPanel } from './zones-panel.tsx'

export function RoutingPage() {
  const { answer, traffic, reload } = useRouting()
  const [met, setMet] = useState<Met>()
  return (
    <PageFrame
      title="Routing"
      about="The working copy, read from left to right: the first rule that matches chooses the pool, the pool one of its members. Dashed lines lead to fallbacks. Requests and shares are those of this node in the last 10 minutes."
      actions={
        <>
          <Button component={Link} href="/config/rules/new" variant="default">
            Add a rule
          </Button>
          <Button component={Link} href="/config/pools/new" variant="default">
            Add a pool
          </Button>
        </>
      }
    >
      <Answer of={answer} again={reload}>
        {({ workingCopy: { version, config }, changes, live }) => (
          <>
            <section aria-labelledby="routing-picture">
              <Title order={2} size="h4" id="routing-picture">
                Rules, pools, members
              </Title>
              <Pending pending={changes.length} live={live} ratio={config.settings.ratio} />
              <RoutingPicture {...{ version, config, changes, met, reload }} counts={traffic} />
            </section>
            <WhoIs onMet={setMet} />
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              <ZonesPanel config={config} changes={changes} />
              <DenialsPanel config={config} changes={changes} />
            </SimpleGrid>
            <PlacesPanel config={config} />
          </>
        )}
      </Answer>
    </PageFrame>
  )
}

type PendingProps = { readonly pending: number; readonly live: number; readonly ratio: number }

function Pending({ pending, live, ratio }: PendingProps) {
  return (
    <Text size="sm" mb="sm">
      {ratioWords(ratio)}{' '}
      {pending === 0 ? (
        `Nothing is pending: revision ${live} is live and has the same.`
      ) : (
        <>
          <Anchor component={Link} href="/publish" size="sm" underline="always">
            {count(pending)} pending {pending === 1 ? 'change' : 'changes'}
          </Anchor>{' '}
          since revision {live}, which is live: what they add, change and remove is marked.
        </>
      )}
    </Text>
  )
}

function ratioWords(ratio: number): string {
  if (ratio === 0) return 'The ratio is 0: no request goes to the origin by it.'
  return ratio === 1
    ? 'The ratio is 1: every request goes to the origin.'
    : `The ratio is ${ratio}: one request in ${ratio} goes to the origin before any rule is asked.`
}
