import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSession } from '../client/session.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { TokenForm } from './token-form.tsx'

/** Asks for a token. When a session ends the page stays as it is below the question, with everything that was typed. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { viewer, endedBecause } = useSession()
  if (viewer === undefined)
    return (
      <Stack component="main" maw={460} mx="auto" mt="12vh" p="md">
        <Title order={1}>Sluice</Title>
        {endedBecause !== undefined && <Text role="alert">{endedBecause}</Text>}
        <TokenForm />
      </Stack>
    )
  return (
    <>
      {children}
      {endedBecause !== undefined && (
        <Dialog title="Sign in again">
          <Text role="alert">{endedBecause}</Text>
          <Text>What you typed is still there. Paste a token to go on.</Text>
          <TokenForm />
        </Dialog>
      )}
    </>
  )
}
