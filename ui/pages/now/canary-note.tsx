import { Anchor, Group, Text } from '@mantine/core'
import { useSubscription } from 'urql'
import { Link } from 'wouter'
import { NowCanaryDocument, type NowCanarySubscription } from '../../generated/operations.ts'
import { Notice } from '../../parts/notice.tsx'
import { CanaryRefusals } from '../../parts/canary-refusals.tsx'
import { percent } from '../../parts/numbers.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago, lengthOf, useNow } from '../../parts/time.tsx'

type Canary = NonNullable<NowCanarySubscription['canaryChanged']>

/** How long an ended canary is news. */
const NEWS_MS = 600_000

/** The canary that runs, or how the last one ended a short while ago. */
export function CanaryNote() {
  const [{ data }] = useSubscription({ query: NowCanaryDocument })
  const now = useNow()
  const canary = data?.canaryChanged ?? undefined
  if (canary === undefined || (canary.endedAt !== null && now - Date.parse(canary.endedAt) > NEWS_MS)) return null
  const { revision, state, endedAt, reason } = canary
  return (
    <Notice color={state === 'PROMOTED' ? 'gray' : 'orange'} title={`Canary of revision ${revision}`}>
      <Group gap="xs">
        <StateBadge word={state} />
        {endedAt === null ? (
          <Running canary={canary} now={now} />
        ) : (
          <Text size="sm">
            <Ago at={endedAt} />
            {reason !== null && `: ${reason}`}
          </Text>
        )}
      </Group>
    </Notice>
  )
}

function Running({ canary, now }: { readonly canary: Canary; readonly now: number }) {
  const { revision, node, workers, seconds, startedAt, maxRefusedRatio, onTooFewRequests } = canary
  const leftMs = Date.parse(startedAt) + seconds * 1_000 - now
  const bound = maxRefusedRatio === null ? '5 % more than the other workers refuse' : percent(maxRefusedRatio)
  return (
    <Text size="sm">
      {workers === 1 ? 'worker-1 runs' : `worker-1 to worker-${workers} run`} revision {revision} on {node}, {lengthOf(leftMs)} to
      go. It is taken back when more than {bound} of their requests are refused; with fewer than 20 requests: {onTooFewRequests}.{' '}
      <CanaryRefusals revision={revision} node={node} />
      <Anchor component={Link} href="/publish" underline="always" inherit>
        End it on the page Publish
      </Anchor>
      .
    </Text>
  )
}
