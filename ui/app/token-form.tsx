import { Alert, Button, Checkbox, Code, PasswordInput, Stack, Text } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useSession } from '../client/session.tsx'

export function TokenForm() {
  const { signIn } = useSession()
  const [token, setToken] = useState('')
  const [isKept, setIsKept] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setIsAsking(true)
    setProblem(await signIn(token.trim(), isKept))
    setIsAsking(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <PasswordInput
          label="Token"
          description="an API token, a JWT, or the admin token"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          visibilityToggleFocusable
          visibilityToggleButtonProps={{ 'aria-label': 'show the token' }}
          required
        />
        <Checkbox
          label="Keep it in this tab until it is closed"
          checked={isKept}
          onChange={(event) => setIsKept(event.currentTarget.checked)}
        />
        {problem !== undefined && (
          <Alert color="red" title="Not signed in" role="alert">
            {problem}
          </Alert>
        )}
        <Button type="submit" loading={isAsking} disabled={token.trim() === ''}>
          Sign in
        </Button>
        <Text size="sm" c="dimmed">
          The node writes its own token to <Code>DATA_DIR/admin-token</Code>; it stays in memory here and is sent to this host
          alone.
        </Text>
      </Stack>
    </form>
  )
}
