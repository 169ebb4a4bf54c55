import { Alert, Group, Progress, Text, TextInput } from '@mantine/core'
import { useAttempt } from '../../client/attempt.ts'
import { useKept } from '../../client/kept.ts'
import { PublishEndCanaryDocument, type PublishCanarySubscription } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { wordsOf } from '../../parts/answer.tsx'
import { CanaryRefusals } from '../../parts/canary-refusals.tsx'
import { percent } from '../../parts/numbers.ts'
import { Problem } from '../../parts/problem.tsx'
import { Receipt } from '../../parts/receipt.tsx'
import { Section } from '../../parts/section.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago, lengthOf, useNow } from '../../parts/time.tsx'

export type Canary = NonNullable<PublishCanarySubscription['canaryChanged']>

/** The canary that runs, with its progress and two ways to end it; else how the last one ended. */
export function CanaryPanel({ canary }: { readonly canary: Canary }) {
  return (
    <Section title={`Canary of revision ${canary.revision}`} actions={<StateBadge word={canary.state} />}>
      {canary.state === 'RUNNING' ? (
        <Running canary={canary} />
      ) : (
        <>
          <Text size="sm">{canary.reason}</Text>
          {canary.endedAt !== null && (
            <Text size="sm" c="dimmed">
              ended <Ago at={canary.endedAt} />
            </Text>
          )}
        </>
      )}
      <Ending revision={canary.revision} isRunning={canary.state === 'RUNNING'} />
    </Section>
  )
}

function Running({ canary }: { readonly canary: Canary }) {
  const { revision, startedAt, seconds, workers, node, maxRefusedRatio, onTooFewRequests } = canary
  const ranMs = Math.min(useNow() - Date.parse(startedAt), seconds * 1_000)
  const limit =
    maxRefusedRatio === null
      ? '5.0 % more refusals than the other workers have'
      : `more than ${percent(maxRefusedRatio)} refusals`
  return (
    <>
      <Progress value={ranMs / seconds / 10} aria-label="time of the canary" />
      <Text size="sm">
        {workers === 1 ? 'One worker' : `${workers} workers`} of {node} {workers === 1 ? 'runs' : 'run'} it for {lengthOf(ranMs)}{' '}
        of {lengthOf(seconds * 1_000)}.
      </Text>
      <Text size="sm">
        <CanaryRefusals revision={revision} node={node} />
      </Text>
      <Text size="sm" c="dimmed">
        Taken back by itself on {limit}, once there are 20 requests. With fewer: {onTooFewRequests}.
      </Text>
    </>
  )
}

function Ending({ revision, isRunning }: { readonly revision: number; readonly isRunning: boolean }) {
  const { attempt, send } = useAttempt('publish.endCanary', PublishEndCanaryDocument)
  const [message, keep] = useKept('publish.endCanary.message', '')
  const end = (outcome: 'PROMOTE' | 'TAKE_BACK') => void send({ input: { revision, outcome, message: message.trim() || null } })
  const ended = attempt.kind === 'ANSWERED' ? attempt.data.endCanary : undefined
  return (
    <>
      {isRunning && (
        <>
          <TextInput
            label="Why it is ended"
            value={message}
            onChange={(event) => keep(event.currentTarget.value)}
            maxLength={1_000}
          />
          <Group gap="xs">
            <ActionButton field="endCanary" loading={attempt.kind === 'SENT'} onClick={() => end('PROMOTE')}>
              Promote
            </ActionButton>
            <ActionButton
              field="endCanary"
              variant="default"
              unavailable={attempt.kind === 'SENT' ? 'the last answer is awaited' : undefined}
              onClick={() => end('TAKE_BACK')}
            >
              Take back
            </ActionButton>
          </Group>
        </>
      )}
      {(attempt.kind === 'LOST' || attempt.kind === 'FAILED') && (
        <Alert color="red" title="No answer" role="alert">
          {wordsOf(attempt.error)}
        </Alert>
      )}
      {ended !== undefined && ended.__typename !== 'EndCanarySuccess' && <Problem problem={ended} />}
      {ended?.__typename === 'EndCanarySuccess' && ended.canary.revision === revision && (
        <Receipt revision={ended.revision.number} workers={ended.workers} />
      )}
    </>
  )
}
