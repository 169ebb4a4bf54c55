import { Text } from '@mantine/core'
import type { UseMutationState } from 'urql'
import type { PublishValidateMutation } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { Findings } from '../../parts/findings.tsx'
import { Section } from '../../parts/section.tsx'

/** Errors, which block a publish, then warnings, which are to be read. */
export function FindingsSection({ of }: { readonly of: UseMutationState<PublishValidateMutation> }) {
  return (
    <Section title="Findings">
      <Answer of={of}>
        {({ validate: { issues } }) => (
          <>
            <Text size="sm" c="dimmed">
              {sentenceOf(issues.filter(({ severity }) => severity === 'ERROR').length, issues.length)}
            </Text>
            {issues.length > 0 && <Findings issues={issues} isPending />}
          </>
        )}
      </Answer>
    </Section>
  )
}

function sentenceOf(errors: number, all: number): string {
  if (all === 0) return 'Nothing is wrong or odd with the working copy.'
  if (errors === 0) return 'No error blocks the publish; the warnings are to be read.'
  return `${errors === 1 ? 'An error blocks' : `${errors} errors block`} the publish until the working copy is corrected.`
}
