import { Button, Group, List, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSubscription } from 'urql'
import { ReceiptWorkersDocument, type ReceiptFragment } from '../generated/operations.ts'
import { count } from './numbers.ts'
import { Section } from './section.tsx'
import { StateBadge } from './state-badge.tsx'

export type ReceiptProps = {
  /** The number of the revision that they are to run. */
  readonly revision: number
  readonly workers: readonly ReceiptFragment[]
  /** Whether a few are to run it, and the others what is live. */
  readonly isCanary?: boolean
}

export type ReceiptSectionProps = { readonly revision: number; readonly onClose: () => void; readonly children: ReactNode }

/** What came of making a revision live; it stays until somebody closes it. */
export function ReceiptSection({ revision, onClose, children }: ReceiptSectionProps) {
  const close = (
    <Button size="compact-sm" variant="default" onClick={onClose}>
      Close
    </Button>
  )
  return (
    <Section title={`Receipt of revision ${revision}`} actions={close}>
      {children}
    </Section>
  )
}

/** Which worker runs a revision, and how long after its commit it did; those that did not go on being watched. */
export function Receipt({ revision, workers, isCanary = false }: ReceiptProps) {
  const isWhole = workers.every(({ isRunning }) => isRunning)
  const [{ data }] = useSubscription({ query: ReceiptWorkersDocument, pause: isWhole || isCanary })
  const live = new Map(data?.workersChanged.map((worker) => [`${worker.node} ${worker.id}`, worker]))
  return (
    <List listStyleType="none" spacing={4} aria-label={`workers with revision ${revision}`}>
      {workers.map((worker) => {
        const now = live.get(`${worker.node} ${worker.id}`)
        return (
          <List.Item key={`${worker.node} ${worker.id}`}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {worker.id}
              </Text>
              <StateBadge word={now?.state ?? worker.state} size="sm" />
              <Text size="sm">
                {isCanary && !worker.isRunning
                  ? `runs ${worker.revision ?? 'none'}`
                  : progressOf(worker, revision, now?.revision)}
              </Text>
            </Group>
            {!worker.isRunning && (now ?? worker).problem !== null && <Text size="sm">{(now ?? worker).problem}</Text>}
          </List.Item>
        )
      })}
    </List>
  )
}

function progressOf({ isRunning, afterMs, revision }: ReceiptFragment, wanted: number, later: number | null | undefined): string {
  if (isRunning && afterMs !== null && afterMs > 0) return `runs ${revision} after ${count(afterMs)} ms`
  if (isRunning) return `runs ${revision}`
  if (later !== undefined && later !== null && later >= wanted) return `runs ${later} by now`
  return `runs ${later ?? revision ?? 'none'}, not ${wanted} yet`
}
