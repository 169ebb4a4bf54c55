import { Stack, Text } from '@mantine/core'
import type { Attempts } from '../../client/attempt.ts'
import type { PublishNowMutation, PublishNowMutationVariables } from '../../generated/operations.ts'
import { ChangeList } from '../../parts/change-list.tsx'
import { Findings } from '../../parts/findings.tsx'
import { Problem, Unanswered } from '../../parts/problem.tsx'
import { Receipt, ReceiptSection } from '../../parts/receipt.tsx'
import { Ago } from '../../parts/time.tsx'

type Published = Extract<PublishNowMutation['publish'], { readonly __typename: 'PublishSuccess' }>

/** What came of the last publish of this tab; it stays until somebody closes it. */
export function Outcome({ publishing }: { readonly publishing: Attempts<PublishNowMutation, PublishNowMutationVariables> }) {
  const { attempt, again, forget } = publishing
  if (attempt.kind !== 'ANSWERED') return <Unanswered of={publishing} title="Not published" />
  const { publish } = attempt.data
  if (publish.__typename === 'PublishSuccess') return <Published published={publish} onClose={forget} />
  return <Problem problem={publish} isPending again={() => void again()} />
}

function Published({ published, onClose }: { readonly published: Published; readonly onClose: () => void }) {
  const { revision, changes, warnings, workers } = published
  const running = workers.filter(({ isRunning }) => isRunning).length
  return (
    <ReceiptSection revision={revision.number} onClose={onClose}>
      <Stack gap="sm" component="output">
        <Text size="sm">
          {revision.canary === null ? 'Live' : 'A canary runs it'}, published <Ago at={revision.publishedAt} /> by{' '}
          {revision.author}
          {revision.message === null ? '' : `: ${revision.message}`}
        </Text>
        <Text size="sm" fw={600}>
          {running} of {workers.length} workers run it
        </Text>
      </Stack>
      <Receipt revision={revision.number} workers={workers} isCanary={revision.canary !== null} />
      {changes.length > 0 && <ChangeList changes={changes} />}
      {warnings.length > 0 && <Findings issues={warnings} />}
    </ReceiptSection>
  )
}
