import { Button, Text } from '@mantine/core'
import { Notice } from '../../../parts/notice.tsx'
import { Problem, Unanswered } from '../../../parts/problem.tsx'
import { Receipt } from '../../../parts/receipt.tsx'
import type { Applying } from './apply-plan.tsx'

/** What came of the last document that was applied in this tab; it stays until somebody closes it. */
export function ApplyOutcome({ applying }: { readonly applying: Applying }) {
  const { attempt, again, forget } = applying
  if (attempt.kind !== 'ANSWERED') return <Unanswered of={applying} title="Not applied" />
  const { applyConfig } = attempt.data
  if (applyConfig.__typename !== 'ApplyConfigSuccess') {
    return <Problem problem={applyConfig} again={() => void again()} />
  }
  const { revision, workers } = applyConfig
  if (revision === null) return null
  return (
    <Notice color="teal" title={`Revision ${revision.number} is live`}>
      <Text size="sm" component="output">
        {workers.filter(({ isRunning }) => isRunning).length} of {workers.length} workers run it.
      </Text>
      <Receipt revision={revision.number} workers={workers} />
      <Button size="xs" variant="default" mt="xs" onClick={forget}>
        Close
      </Button>
    </Notice>
  )
}
