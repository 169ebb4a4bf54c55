import { Badge, type BadgeProps } from '@mantine/core'

/** What each word of the API says to whoever looks: teal good, orange attention, red bad, gray unknown or over. */
const colours: Readonly<Record<string, string>> = {
  OK: 'teal',
  HEALTHY: 'teal',
  READY: 'teal',
  UP: 'teal',
  PASSED: 'teal',
  PROMOTED: 'teal',
  ACCEPTED: 'teal',
  DEGRADED: 'orange',
  DRAIN: 'orange',
  DRAINING: 'orange',
  STARTING: 'orange',
  RUNNING: 'orange',
  NODE_ONLY: 'orange',
  WARNING: 'orange',
  TAKEN_BACK: 'orange',
  UNHEALTHY: 'red',
  DOWN: 'red',
  LOST: 'red',
  REFUSED: 'red',
  ERROR: 'red',
  UNKNOWN: 'gray',
  AUTO: 'gray',
  UNCHANGED: 'gray',
  ALL_NODES: 'gray',
}

export type StateBadgeProps = Omit<BadgeProps, 'color' | 'children'> & { readonly word: string }

/** A state in the API's own word, never in colour alone. Words without a colour of their own are gray. */
export function StateBadge({ word, ...props }: StateBadgeProps) {
  const color = colours[word] ?? 'gray'
  return (
    <Badge {...props} color={color} variant={color === 'gray' ? 'default' : 'light'} tt="none" style={{ flexShrink: 0 }}>
      {word}
    </Badge>
  )
}
