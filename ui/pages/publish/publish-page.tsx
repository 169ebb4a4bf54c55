import { Button, Grid, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useSubscription } from 'urql'
import { useAttempt, type Attempts } from '../../client/attempt.ts'
import {
  PublishCanaryDocument,
  PublishNowDocument,
  type PublishNowMutation,
  type PublishNowMutationVariables,
  type PublishStateQuery,
} from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { Notice } from '../../parts/notice.tsx'
import { PageFrame } from '../../parts/page-frame.tsx'
import { CanaryPanel } from './canary-panel.tsx'
import { Expectations } from './expectations.tsx'
import { Failures } from './failures.tsx'
import { FindingsSection } from './findings-section.tsx'
import { Outcome } from './outcome.tsx'
import { Pending } from './pending.tsx'
import { Preview } from './preview.tsx'
import { PublishForm } from './publish-form.tsx'
import { usePublishState } from './use-publish-state.ts'
import { useValidation } from './use-validation.ts'

export function PublishPage() {
  const { answer, again, newerBy } = usePublishState()
  const publishing = useAttempt('publish', PublishNowDocument)
  const { kind } = publishing.attempt
  useEffect(() => {
    if (kind === 'ANSWERED') again()
  }, [kind, again])
  return (
    <PageFrame title="Publish" about="What is pending, what it would do, and making it live.">
      {newerBy !== undefined && kind !== 'SENT' && (
        <Notice color="orange" title="This is no longer what is pending" isLive>
          <Text size="sm">
            {newerBy} changed it meanwhile. A publish would be refused, so that nobody publishes what they did not see.
          </Text>
          <Button size="xs" mt="xs" onClick={again}>
            Show what is pending now
          </Button>
        </Notice>
      )}
      <Answer of={answer} again={again}>
        {(state) => <Publishing state={state} publishing={publishing} onPromoted={again} />}
      </Answer>
    </PageFrame>
  )
}

type PublishingProps = {
  readonly state: PublishStateQuery
  readonly publishing: Attempts<PublishNowMutation, PublishNowMutationVariables>
  /** Called when a canary has gone live. */
  readonly onPromoted: () => void
}

function Publishing({ state, publishing, onPromoted }: PublishingProps) {
  const { workingCopy, pendingChanges, liveRevision } = state
  const validation = useValidation(workingCopy?.version)
  const [{ data }] = useSubscription({ query: PublishCanaryDocument })
  const canary = data?.canaryChanged
  const canaryState = canary?.state
  useEffect(() => {
    if (canaryState === 'PROMOTED') onPromoted()
  }, [canaryState, onPromoted])
  if (workingCopy === null || pendingChanges === null) return null
  const issues = validation.data?.validate.issues
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack>
          <Pending changes={pendingChanges} live={liveRevision} version={workingCopy.version} />
          <FindingsSection of={validation} />
          <Expectations expectations={workingCopy.config.expectations} issues={issues} />
          <Preview version={workingCopy.version} />
          <Failures />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack pos={{ base: 'static', lg: 'sticky' }} top={72}>
          <Outcome publishing={publishing} />
          {canary && <CanaryPanel canary={canary} />}
          <PublishForm
            publishing={publishing}
            pending={pendingChanges.length}
            seen={{ version: workingCopy.version, live: liveRevision.number }}
            issues={issues ?? []}
            canary={canaryState === 'RUNNING' ? canary?.revision : undefined}
          />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}
