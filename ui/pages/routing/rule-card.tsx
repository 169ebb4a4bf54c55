import { Anchor, Badge, Button, Group, Text } from '@mantine/core'
import { memo, type KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { ActionButton } from '../../parts/action-button.tsx'
import { count } from '../../parts/numbers.ts'
import { Conditions } from './conditions.tsx'
import { ChangedFields, MarkBadge } from './mark-badge.tsx'
import type { RuleRow } from './picture.ts'
import classes from './routing.module.css'
import type { Handle } from './use-drag.ts'

export type RuleCardProps = {
  readonly row: RuleRow
  /** Number among the rules of the working copy, 1 the first. */
  readonly number: number
  readonly isMet: boolean
  readonly requests: number | undefined
  /** How far it is dragged away from its place. */
  readonly dragY: number | undefined
  readonly handle: Handle
  readonly step: (key: string, by: 1 | -1) => void
} & WhyNot

/** Why it cannot be moved in that way; undefined: it can. */
type WhyNot = {
  readonly notEarlier: string | undefined
  readonly notLater: string | undefined
  readonly notDragged: string | undefined
}

/** A rule: when it holds, and which pool it leads to. One of many, so it is drawn anew only when something of it changes. */
export const RuleCard = memo(function DrawnRule({
  row: { rule, mark },
  number,
  isMet,
  requests,
  dragY,
  handle,
  step,
  ...why
}: RuleCardProps) {
  const { key } = rule
  const isGone = mark?.kind === 'REMOVED'
  return (
    <li
      className={`${classes['card']} ${dragY === undefined ? '' : classes['dragged']}`}
      style={dragY === undefined ? undefined : { transform: `translateY(${dragY}px)` }}
      data-anchor={`rule:${key}`}
      data-entry={isGone ? undefined : key}
      data-kind={mark?.kind}
      data-met={isMet || undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
        <Group gap={6}>
          {!isGone && why.notDragged === undefined && <DragHandle handle={handle} />}
          {!isGone && <Text c="dimmed">{number}.</Text>}
          <RuleName rule={rule} isGone={isGone} />
          <MarkBadge kind={mark?.kind} />
          {!rule.enabled && (
            <Badge size="sm" color="gray">
              disabled
            </Badge>
          )}
        </Group>
        {!isGone && <Steps of={key} step={step} {...why} />}
      </Group>
      <Conditions match={rule.match} />
      <Text size="sm">
        <Text span size="sm" c="dimmed">
          position
        </Text>{' '}
        {rule.position} → pool <b>{rule.pool}</b>
        {requests !== undefined && (
          <Text span size="sm" c="dimmed">
            {' '}
            · {count(requests)} requests
          </Text>
        )}
      </Text>
      <ChangedFields mark={mark} />
    </li>
  )
})

function RuleName({ rule: { key }, isGone }: { readonly rule: RuleRow['rule']; readonly isGone: boolean }) {
  if (isGone)
    return (
      <Text fw={600} className={classes['gone'] ?? ''}>
        {key}
      </Text>
    )
  return (
    <Anchor component={Link} href={`/config/rules/${key}`} fw={600}>
      {key}
    </Anchor>
  )
}

function DragHandle({ handle }: { readonly handle: Handle }) {
  return (
    <span className={classes['handle']} aria-hidden="true" title="drag to another place" {...handle}>
      ⠿
    </span>
  )
}

type StepsProps = { readonly of: string; readonly step: RuleCardProps['step'] } & WhyNot

function Steps({ of: key, step, notEarlier, notLater, notDragged }: StepsProps) {
  function byArrow(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const isUp = event.key === 'ArrowUp'
    if ((isUp ? notEarlier : notLater) === undefined && notDragged === undefined) step(key, isUp ? -1 : 1)
  }
  const common = { field: 'upsertRule', size: 'compact-xs', variant: 'default', onKeyDown: byArrow } as const
  return (
    <Button.Group>
      <ActionButton {...common} aria-label={`Move ${key} earlier`} unavailable={notEarlier} onClick={() => step(key, -1)}>
        ▲
      </ActionButton>
      <ActionButton {...common} aria-label={`Move ${key} later`} unavailable={notLater} onClick={() => step(key, 1)}>
        ▼
      </ActionButton>
    </Button.Group>
  )
}
