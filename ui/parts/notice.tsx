import { Paper, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export type NoticeProps = {
  readonly title: string
  /** Teal: is good; orange: wants attention; red: is bad; gray: is said. */
  readonly color: 'teal' | 'orange' | 'red' | 'gray'
  /** Whether screen readers tell each change of it. */
  readonly isLive?: boolean
  readonly children: ReactNode
}

/** Something to read before all else, in the colours of text: only its edge is coloured. */
export function Notice({ title, color, isLive = false, children }: NoticeProps) {
  return (
    <Paper
      component={isLive ? 'output' : 'section'}
      aria-label={title}
      display="block"
      withBorder
      p="md"
      style={{ borderInlineStart: `4px solid var(--mantine-color-${color}-6)` }}
    >
      <Text fw={600} mb={4}>
        {title}
      </Text>
      {children}
    </Paper>
  )
}
