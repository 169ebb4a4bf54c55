import { Alert, Checkbox, NumberInput, Stack, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useAttempt } from '../../client/attempt.ts'
import { useKept } from '../../client/kept.ts'
import { AccessCreateDocument, type Role } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { wordsOf } from '../../parts/answer.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Section } from '../../parts/section.tsx'
import { Secret } from './secret.tsx'

const roles: readonly { readonly role: Role; readonly may: string }[] = [
  { role: 'VIEWER', may: 'reads' },
  { role: 'OPERATOR', may: 'overrides what is live' },
  { role: 'EDITOR', may: 'changes the working copy' },
  { role: 'PUBLISHER', may: 'changes what is live' },
  { role: 'ADMIN', may: 'makes and revokes API tokens' },
]

type Draft = { readonly name: string; readonly roles: readonly string[]; readonly days: number | string }
const emptyDraft: Draft = { name: '', roles: ['VIEWER'], days: 90 }

export function CreateToken() {
  const [draft, keep] = useKept<Draft>('access.draft', emptyDraft)
  const { attempt, send, forget } = useAttempt('access.create', AccessCreateDocument)
  const made = attempt.kind === 'ANSWERED' ? attempt.data.createApiToken : undefined
  const problem = made === undefined || made.__typename === 'CreateApiTokenSuccess' ? undefined : made
  const errorAt = (...fields: readonly string[]) => (fields.includes(problem?.field ?? '') ? problem?.message : undefined)

  function submit(event: FormEvent): void {
    event.preventDefault()
    const chosen = roles.flatMap(({ role }) => (draft.roles.includes(role) ? [role] : []))
    const days = draft.days === '' ? {} : { expiresInDays: Number(draft.days) }
    void send({ input: { name: draft.name, roles: chosen, ...days } })
  }

  if (made?.__typename === 'CreateApiTokenSuccess')
    return (
      <Secret
        made={made}
        onClose={() => {
          keep(emptyDraft)
          forget()
        }}
      />
    )
  return (
    <Section title="Make a token">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="of the program or person; in the audit trail its actor is api-token:NAME"
            value={draft.name}
            onChange={(event) => keep({ ...draft, name: event.currentTarget.value })}
            error={errorAt('name')}
            required
          />
          <Checkbox.Group
            label="Roles"
            description="each includes the ones before"
            value={[...draft.roles]}
            onChange={(chosen) => keep({ ...draft, roles: chosen })}
            error={errorAt('roles')}
          >
            <Stack gap={6} mt={6}>
              {roles.map(({ role, may }) => (
                <Checkbox key={role} value={role} label={`${role}: ${may}`} />
              ))}
            </Stack>
          </Checkbox.Group>
          <NumberInput
            label="Days"
            description="1 to 366, and not after your own token; left empty: 90"
            value={draft.days}
            onChange={(days) => keep({ ...draft, days })}
            error={errorAt('expiresInDays', 'expiresAt')}
            allowDecimal={false}
          />
          {problem !== undefined && <Problem problem={problem} />}
          {(attempt.kind === 'LOST' || attempt.kind === 'FAILED') && (
            <Alert color="red" title={attempt.kind === 'LOST' ? 'The answer was lost' : 'Not made'} role="alert">
              {wordsOf(attempt.error)}
              {attempt.kind === 'LOST' && ' If the list has the token, revoke it: its secret is not shown again.'}
            </Alert>
          )}
          <ActionButton field="createApiToken" type="submit" loading={attempt.kind === 'SENT'}>
            Make the token
          </ActionButton>
        </Stack>
      </form>
    </Section>
  )
}
