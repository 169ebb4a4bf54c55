import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import type { AccessCreateMutation } from '../../generated/operations.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { Ago } from '../../parts/time.tsx'

export type SecretProps = {
  readonly made: Extract<AccessCreateMutation['createApiToken'], { readonly __typename: 'CreateApiTokenSuccess' }>
  readonly onClose: () => void
}

/** The secret of a new token, which the API shows once. It stays until somebody says that it is stored. */
export function Secret({ made: { token, apiToken }, onClose }: SecretProps) {
  const { copy, copied, error } = useClipboard({ timeout: 3_000 })
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), []) // the form that made it is gone, with its button
  return (
    <Section title={`Token ${apiToken.name}`}>
      <Stack gap="sm">
        <Notice color="orange" title="Shown once">
          <Text size="sm">Store it now: it is not kept, and nobody can show it again.</Text>
        </Notice>
        <TextInput
          label="Token"
          value={token}
          readOnly
          ref={field}
          ff="monospace"
          onFocus={(event) => event.currentTarget.select()}
          {...(error !== null && { error: 'this page may not copy: select it and copy it by hand' })}
        />
        <Text size="sm">
          {apiToken.roles.join(', ')}; ends <Ago at={apiToken.expiresAt} />
        </Text>
        <Group gap="xs">
          <Button onClick={() => copy(token)}>{copied ? 'Copied' : 'Copy'}</Button>
          <Button variant="default" onClick={onClose}>
            It is stored
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}
