import { Button, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useMutation } from 'urql'
import { useSession } from '../../client/session.tsx'
import { AccessRevokeDocument } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Ago } from '../../parts/time.tsx'
import type { ApiToken } from './token-table.tsx'

/** Asks once before a token ends for good. */
export function RevokeDialog({ token, onClose }: { readonly token: ApiToken; readonly onClose: () => void }) {
  const [answer, revoke] = useMutation(AccessRevokeDocument)
  const isOwn = useSession().viewer?.name === `api-token:${token.name}`
  const isDone = answer.data?.revokeApiToken.__typename === 'RevokeApiTokenSuccess'
  useEffect(() => {
    if (isDone) onClose()
  }, [isDone, onClose])
  return (
    <Dialog title={`Revoke ${token.name}?`} onClose={onClose}>
      <Text size="sm">
        It is refused at once by this node, and within 5 s by every other. Its open connections are closed. It does not come back.
      </Text>
      <Text size="sm">
        {token.roles.join(', ')};{' '}
        {token.lastUsedAt === null ? (
          'never used'
        ) : (
          <>
            last used <Ago at={token.lastUsedAt} />
          </>
        )}
      </Text>
      {isOwn && (
        <Notice color="orange" title="You are signed in with it">
          <Text size="sm">This session ends, too.</Text>
        </Notice>
      )}
      <Answer of={answer}>
        {({ revokeApiToken }) => revokeApiToken.__typename !== 'RevokeApiTokenSuccess' && <Problem problem={revokeApiToken} />}
      </Answer>
      <Group gap="xs">
        <ActionButton field="revokeApiToken" color="red" loading={answer.fetching} onClick={() => void revoke({ id: token.id })}>
          Revoke
        </ActionButton>
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
      </Group>
    </Dialog>
  )
}
