import { Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'

export type PageFrameProps = {
  readonly title: string
  /** One sentence below the title: what the page shows, of which node and window. */
  readonly about: ReactNode
  /** Buttons beside the title. */
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** What every page begins with. */
export function PageFrame({ title, about, actions, children }: PageFrameProps) {
  useEffect(() => void (document.title = `${title} · Sluice`), [title])
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text c="dimmed">{about}</Text>
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
