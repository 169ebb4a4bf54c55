import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { PublishStateQuery } from '../../generated/operations.ts'
import { ChangeList } from '../../parts/change-list.tsx'
import { Section } from '../../parts/section.tsx'
import { Ago } from '../../parts/time.tsx'

export type PendingProps = {
  readonly changes: NonNullable<PublishStateQuery['pendingChanges']>
  readonly live: PublishStateQuery['liveRevision']
  readonly version: number
}

export function Pending({ changes, live, version }: PendingProps) {
  return (
    <Section title="Pending changes">
      <Text size="sm" c="dimmed">
        Version {version} of the working copy, against the live revision {live.number} of {live.author}, published{' '}
        <Ago at={live.publishedAt} />.
      </Text>
      {changes.length > 0 ? (
        <ChangeList changes={changes} isPending />
      ) : (
        <Text size="sm">
          Nothing is pending: the working copy is what is live. Edit the{' '}
          <Anchor component={Link} href="/config" underline="always">
            working copy
          </Anchor>
          , or bring back an earlier revision from the{' '}
          <Anchor component={Link} href="/history" underline="always">
            history
          </Anchor>
          .
        </Text>
      )}
    </Section>
  )
}
