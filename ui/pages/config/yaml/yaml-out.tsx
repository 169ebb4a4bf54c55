import { Alert, Button, CopyButton, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useClient } from 'urql'
import { writeDraft } from '../../../client/drafts.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { wordsOf } from '../../../parts/answer.tsx'
import { Section } from '../../../parts/section.tsx'
import { readWhole } from './read-whole.ts'
import { writeYaml } from './document.ts'
import { YAML_DRAFT } from './yaml-draft.ts'

/** The working copy written as YAML, to be copied, saved or edited. */
export function YamlOut() {
  const client = useClient()
  const [text, setText] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  async function write(): Promise<void> {
    setIsBusy(true)
    const whole = await readWhole(client)
    if (whole.kind === 'READ') setText(await writeYaml(whole.parts))
    setProblem(
      whole.kind === 'READ'
        ? undefined
        : whole.error === undefined
          ? 'others edit at the same time; try again'
          : wordsOf(whole.error),
    )
    setIsBusy(false)
  }

  return (
    <Section
      title="Out"
      actions={
        <>
          {text !== undefined && (
            <>
              <CopyButton value={text}>
                {({ copied, copy }) => (
                  <Button size="xs" variant="default" onClick={copy}>
                    {copied ? 'Copied' : 'Copy'}
                  </Button>
                )}
              </CopyButton>
              <Button size="xs" variant="default" onClick={() => save(text)}>
                Save as config.yaml
              </Button>
              <Button size="xs" variant="default" onClick={() => writeDraft(YAML_DRAFT, text)}>
                Edit it below
              </Button>
            </>
          )}
          <ActionButton field="workingCopy" size="xs" loading={isBusy} onClick={() => void write()}>
            Write the working copy
          </ActionButton>
        </>
      }
    >
      {problem !== undefined && (
        <Alert color="red" title="No answer" role="alert">
          {problem}
        </Alert>
      )}
      {text === undefined ? (
        <Text c="dimmed" size="sm">
          Writes the working copy, published or not, as YAML that “sluice config apply” takes as well.
        </Text>
      ) : (
        <Textarea aria-label="the working copy as YAML" value={text} readOnly rows={16} styles={monospace} spellCheck={false} />
      )}
    </Section>
  )
}

const monospace = {
  input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 'var(--mantine-font-size-xs)' },
} as const

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'config.yaml'
  link.click()
  URL.revokeObjectURL(url)
}
