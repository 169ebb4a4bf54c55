import { Button, Group, Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

export type PanelProps = {
  readonly title: string
  readonly about: string
  /** Shown in place of the content where there is none: what it would be for. */
  readonly empty: string | undefined
  readonly action: { readonly href: string; readonly name: string } | undefined
  readonly children: ReactNode
}

/** A part of the page with a heading of its own. */
export function Panel({ title, about, empty, action, children }: PanelProps) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="xs">
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </div>
        {action !== undefined && (
          <Button component={Link} href={action.href} size="xs" variant="default" flex="none">
            {action.name}
          </Button>
        )}
      </Group>
      {empty === undefined ? children : <Text>{empty}</Text>}
    </Paper>
  )
}
