import { Card, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export type FigureProps = {
  readonly name: string
  readonly value: ReactNode
  /** What it is compared with, or the window that it is of. */
  readonly more: ReactNode
}

/** One number that is read from afar, with its name above and its measure below. */
export function Figure({ name, value, more }: FigureProps) {
  return (
    <Card withBorder padding="md">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz={28} fw={600} lh={1.3}>
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {more}
      </Text>
    </Card>
  )
}
