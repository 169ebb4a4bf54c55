import { NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import { PublishPreviewDocument } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { Moves } from './moves.tsx'
import { useInTurn } from './use-in-turn.ts'

const windows = [
  { value: '300', label: 'the last 5 minutes' },
  { value: '900', label: 'the last 15 minutes' },
  { value: '3600', label: 'the last hour' },
]

/** What the working copy would do to the requests that this node recorded. Asked for by hand: a caller has one at a time. */
export function Preview({ version }: { readonly version: number }) {
  const [windowSeconds, setWindowSeconds] = useState(3_600)
  const [asked, setAsked] = useState<number>()
  const [answer, ask] = useInTurn(PublishPreviewDocument)

  function preview(): void {
    setAsked(version)
    ask({ windowSeconds })
  }

  return (
    <Section
      title="Preview"
      actions={
        <>
          <NativeSelect
            aria-label="recorded requests"
            size="xs"
            data={windows}
            value={String(windowSeconds)}
            onChange={(event) => setWindowSeconds(Number(event.currentTarget.value))}
          />
          <ActionButton field="simulate" size="xs" variant="default" loading={answer.fetching} onClick={preview}>
            Preview
          </ActionButton>
        </>
      }
    >
      {asked === undefined && (
        <Text size="sm">
          Decides the requests that the workers of this node recorded twice: by the live revision and by the working copy. Nothing
          changes, no turn is counted.
        </Text>
      )}
      {asked !== undefined && asked !== version && (
        <Notice color="orange" title={`This is of version ${asked}`}>
          <Text size="sm">The working copy is at version {version} now: preview it again.</Text>
        </Notice>
      )}
      {asked !== undefined && (
        <Answer of={answer} again={preview}>
          {({ simulate }) => simulate && <Moves simulation={simulate} />}
        </Answer>
      )}
    </Section>
  )
}
