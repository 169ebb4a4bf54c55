import { Group, Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { AuditEntryFragment } from '../../generated/operations.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import styles from './event-list.module.css'
import { EventDetails } from './event-details.tsx'

export type EventListProps = { readonly events: readonly AuditEntryFragment[]; readonly search: URLSearchParams }

/** A page of the trail: a line for each attempt, that opens to all that is known of it. */
export function EventList({ events, search }: EventListProps) {
  return (
    <ol className={styles.list} aria-label="attempts">
      {events.map((event) => (
        <Entry key={event.id} event={event} search={search} />
      ))}
    </ol>
  )
}

function Entry({ event, search }: { readonly event: AuditEntryFragment; readonly search: URLSearchParams }) {
  const [isOpen, setIsOpen] = useState(false)
  const { at, actor, role, action, target, outcome, code, revision } = event
  return (
    <li className={styles.entry} data-outcome={outcome}>
      <UnstyledButton
        className={styles.line}
        onClick={() => setIsOpen(!isOpen)}
        aria-expanded={isOpen}
        aria-label={`${action} of ${target} by ${actor}: ${outcome}`}
      >
        <Text size="sm" c="dimmed">
          <Ago at={at} />
        </Text>
        <div>
          <Text size="sm" fw={600}>
            {action}
          </Text>
          <Text size="sm" className={styles.words} ff="monospace">
            {target}
          </Text>
        </div>
        <div>
          <Text size="sm" className={styles.words}>
            {actor}
          </Text>
          <Text size="xs" c="dimmed">
            {role ?? 'no role'}
          </Text>
        </div>
        <Group gap={6}>
          <StateBadge word={outcome} size="sm" />
          {code !== null && <Text size="sm">{code}</Text>}
          {revision !== null && <Text size="sm">revision {revision}</Text>}
        </Group>
        <Text aria-hidden c="dimmed" size="sm">
          {isOpen ? '▾' : '▸'}
        </Text>
      </UnstyledButton>
      {isOpen && <EventDetails event={event} search={search} />}
    </li>
  )
}
