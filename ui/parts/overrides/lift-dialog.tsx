import { Group, List, Stack, Text, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useClient, type Client } from 'urql'
import { OverridesLiftDocument, type OverridePartsFragment } from '../../generated/operations.ts'
import { ActionButton } from '../action-button.tsx'
import { Dialog } from '../dialog.tsx'
import { describeOverride } from './describe-override.ts'
import { outcomeOf, type Outcome } from './outcome.ts'

export type LiftDialogProps = { readonly overrides: readonly OverridePartsFragment[]; readonly onClose: () => void }

type Told = { readonly override: OverridePartsFragment; readonly outcome: Outcome; readonly warnings: readonly string[] }

/** Asks once before overrides are lifted, with what the node says of each. */
export function LiftDialog({ overrides, onClose }: LiftDialogProps) {
  const client = useClient()
  const [reason, setReason] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const [refused, setRefused] = useState<readonly Told[]>([])
  const tried = useTried(overrides)
  const what = overrides.length === 1 ? 'the override' : `all ${overrides.length} overrides`

  async function lift(): Promise<void> {
    setIsAsking(true)
    const told: Told[] = []
    // One after the other: each goes by what the one before has left.
    for (const override of overrides) told.push(await liftOne(client, override, { reason, dryRun: false }))
    setIsAsking(false)
    const left = told.filter(({ outcome }) => outcome.kind === 'REFUSED' && outcome.code !== 'NOT_FOUND')
    setRefused(left)
    if (left.length === 0) onClose()
  }

  return (
    <Dialog title={`Lift ${what}`} size="lg" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void lift()
        }}
      >
        <Stack>
          <Text>The revision decides again about:</Text>
          <List size="sm">
            {overrides.map((override) => (
              <List.Item key={describeOverride(override)}>
                <b>{describeOverride(override)}</b>, set by {override.by}: {override.reason}
                <Warnings of={tried.find((one) => one.override === override)} />
              </List.Item>
            ))}
          </List>
          <TextInput
            label="Reason"
            description="for the audit trail; may be left out"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            data-autofocus
          />
          {refused.map((one) => (
            <Text key={describeOverride(one.override)} c="var(--mantine-color-error)" role="alert">
              {describeOverride(one.override)}: {one.outcome.kind === 'REFUSED' && `${one.outcome.message} (${one.outcome.code})`}
            </Text>
          ))}
          <Group justify="flex-end">
            <ActionButton field="liftOverride" type="submit" loading={isAsking}>
              Lift {what}
            </ActionButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

function Warnings({ of }: { readonly of: Told | undefined }) {
  if (of === undefined) return null
  const words = of.outcome.kind === 'REFUSED' ? [`${of.outcome.message} (${of.outcome.code})`] : of.warnings
  return words.map((word) => (
    <Text key={word} size="sm" fw={600}>
      {word}
    </Text>
  ))
}

/** What lifting each of them alone would do. */
function useTried(overrides: readonly OverridePartsFragment[]): readonly Told[] {
  const client = useClient()
  const [tried, setTried] = useState<readonly Told[]>([])
  useEffect(() => {
    let isLate = false
    async function ask(): Promise<void> {
      const told = await Promise.all(
        overrides.slice(0, 20).map(async (one) => liftOne(client, one, { reason: '', dryRun: true })),
      )
      if (!isLate) setTried(told)
    }
    void ask()
    return () => {
      isLate = true
    }
  }, [client, overrides])
  return tried
}

type How = { readonly reason: string; readonly dryRun: boolean }

async function liftOne(client: Client, override: OverridePartsFragment, { reason, dryRun }: How): Promise<Told> {
  const { kind, target } = override
  const variables = { kind, target, dryRun, reason: reason.trim() === '' ? null : reason }
  const { data, error } = await client.mutation(OverridesLiftDocument, variables).toPromise()
  const told = data?.liftOverride
  const outcome = outcomeOf(told, error)
  const warnings =
    told?.__typename === 'LiftOverrideSuccess' ? told.warnings.map(({ code, message }) => `${message} (${code})`) : []
  return { override, outcome, warnings }
}
