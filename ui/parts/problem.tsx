import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import type { CombinedError } from 'urql'
import type { Attempts } from '../client/attempt.ts'
import type { ProblemFragment } from '../generated/operations.ts'
import { wordsOf } from './answer.tsx'
import { Findings } from './findings.tsx'
import { Notice } from './notice.tsx'

export type ProblemProps = {
  readonly problem: ProblemFragment
  readonly isPending?: boolean
  /** Sends the same again; offered where nobody knows whether it was made. */
  readonly again?: () => void
}

/** Codes of changes that may have been made. */
const unknown = new Set(['OUTCOME_UNKNOWN', 'NOT_DURABLE'])

/** Why the API did not do something, in its words: the field, the code, and each finding of a configuration. */
export function Problem({ problem, isPending = false, again }: ProblemProps) {
  const { code, message, field } = problem
  const issues = 'issues' in problem ? problem.issues : []
  const isAlone = issues.length === 0 || (issues.length === 1 && issues[0]?.code === code)
  return (
    <Alert color="red" title={field === null ? code : `${code} at ${field}`} role="alert">
      <Stack gap="xs">
        {isAlone ? <Text size="sm">{message}</Text> : <Findings issues={issues} isPending={isPending} />}
        {'requestId' in problem && <Text size="sm">The request was {problem.requestId}.</Text>}
        {again !== undefined && unknown.has(code) && <Again again={again} />}
      </Stack>
    </Alert>
  )
}

/** What is said of a change that got no answer, or none of the API: `title` where nothing was made. */
export function Unanswered({
  of,
  title,
}: {
  readonly of: Pick<Attempts<unknown, unknown>, 'attempt' | 'again' | 'forget'>
  readonly title: string
}) {
  const { attempt, again, forget } = of
  if (attempt.kind === 'LOST') return <Lost error={attempt.error} again={() => void again()} forget={forget} />
  if (attempt.kind !== 'FAILED') return null
  return (
    <Alert color="red" title={title} role="alert">
      {wordsOf(attempt.error)}
    </Alert>
  )
}

type LostProps = { readonly error: CombinedError; readonly again: () => void; readonly forget: () => void }

/** Tells that nobody knows whether a change was made, and offers to send it once more. */
function Lost({ error, again, forget }: LostProps) {
  return (
    <Notice color="orange" title="The answer was lost" isLive>
      <Stack gap="xs">
        <Text size="sm">{wordsOf(error)}</Text>
        <Group gap="xs">
          <Again again={again} />
          <Button size="xs" variant="default" onClick={forget}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </Notice>
  )
}

function Again({ again }: { readonly again: () => void }) {
  return (
    <div>
      <Button size="xs" onClick={again}>
        Send the same again
      </Button>
      <Text size="sm" c="dimmed" mt={4}>
        It has the same idempotency key, so nothing is made twice.
      </Text>
    </div>
  )
}
