import { Alert, Button, FileButton, Group, List, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useClient } from 'urql'
import { useDraft, writeDraft } from '../../../client/drafts.ts'
import { ConfigApplyDocument, ConfigLiveDocument, type RoutingConfigInput } from '../../../generated/operations.ts'
import { ActionButton } from '../../../parts/action-button.tsx'
import { wordsOf } from '../../../parts/answer.tsx'
import { Problem } from '../../../parts/problem.tsx'
import { Section } from '../../../parts/section.tsx'
import { ApplyOutcome } from './apply-outcome.tsx'
import { ApplyPlan, useApplying, type Planned } from './apply-plan.tsx'
import { readYaml } from './document.ts'
import { YAML_DRAFT } from './yaml-draft.ts'

type Result = Planned | { readonly text: string; readonly faults: readonly string[] }

/** A document is pasted or opened, planned, and applied when the plan is as wanted. */
export function YamlIn() {
  const client = useClient()
  const text = useDraft<string>(YAML_DRAFT) ?? ''
  const [result, setResult] = useState<Result>()
  const [isBusy, setIsBusy] = useState(false)
  const applying = useApplying()
  const now = result?.text === text ? result : undefined

  function type(given: string): void {
    writeDraft(YAML_DRAFT, given === '' ? undefined : given)
  }

  async function plan(): Promise<Result> {
    const parsed = await readYaml(text)
    if ('faults' in parsed) return { text, faults: parsed.faults }
    const live = await client.query(ConfigLiveDocument, {}, { requestPolicy: 'network-only' }).toPromise()
    if (live.data === undefined) return { text, faults: live.error === undefined ? [] : [wordsOf(live.error)] }
    const config = parsed.config as RoutingConfigInput // whatever it is, the API checks it
    const { number } = live.data.liveRevision
    const input = { config, dryRun: true, expectedRevision: number }
    const { data, error } = await client.mutation(ConfigApplyDocument, { input }).toPromise()
    if (data !== undefined) return { text, config, liveNumber: number, plan: data.applyConfig }
    const told = error?.graphQLErrors.map(({ message }) => message) ?? []
    return { text, faults: told.length > 0 ? told : error === undefined ? [] : [wordsOf(error)] }
  }

  async function showPlan(): Promise<void> {
    setIsBusy(true)
    setResult(await plan())
    setIsBusy(false)
  }

  return (
    <Section
      title="In"
      actions={
        <FileButton accept=".yaml,.yml,.json" onChange={(file) => void file?.text().then(type)}>
          {(props) => (
            <Button {...props} size="xs" variant="default">
              Open a file
            </Button>
          )}
        </FileButton>
      }
    >
      <Textarea
        label="Document"
        description="YAML or JSON of a whole configuration: what it does not name is deleted"
        value={text}
        onChange={({ currentTarget }) => type(currentTarget.value)}
        rows={12}
        spellCheck={false}
        styles={monospace}
      />
      <Group>
        <ActionButton
          field="applyConfig"
          loading={isBusy}
          onClick={() => void showPlan()}
          unavailable={text.trim() === '' ? 'there is no document yet' : undefined}
        >
          Show the plan
        </ActionButton>
        {text !== '' && (
          <Button variant="default" onClick={() => type('')}>
            Clear
          </Button>
        )}
        <Text size="sm" c="dimmed">
          The plan changes nothing.
        </Text>
      </Group>
      {now !== undefined && 'faults' in now && <Faults faults={now.faults} />}
      {now !== undefined && 'plan' in now && now.plan.__typename !== 'ApplyConfigSuccess' && <Problem problem={now.plan} />}
      {now !== undefined && 'plan' in now && <ApplyPlan planned={now} applying={applying} />}
      <ApplyOutcome applying={applying} />
    </Section>
  )
}

const monospace = {
  input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 'var(--mantine-font-size-xs)' },
} as const

function Faults({ faults }: { readonly faults: readonly string[] }) {
  return (
    <Alert color="red" title="No plan" role="alert">
      <List listStyleType="none" size="sm">
        {faults.map((fault) => (
          <List.Item key={fault}>{fault}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
