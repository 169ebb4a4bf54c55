import { Anchor, Badge, Group, Text } from '@mantine/core'
import { memo } from 'react'
import { Link } from 'wouter'
import { count } from '../../parts/numbers.ts'
import type { PoolTraffic } from './counts.ts'
import { ChangedFields, MarkBadge } from './mark-badge.tsx'
import { MemberTable } from './member-table.tsx'
import { ALL, type PoolRow } from './picture.ts'
import classes from './routing.module.css'

export type PoolCardProps = {
  readonly row: PoolRow
  /** Whether a rule, or a pool as its fallback, leads to it. */
  readonly isNamed: boolean
  readonly isMet: boolean
  readonly traffic: PoolTraffic | undefined
}

/** A pool beside its members: how it chooses, and who is asked when it has nobody. Drawn anew only when something of it changes. */
export const PoolCard = memo(function DrawnPool({ row, isNamed, isMet, traffic }: PoolCardProps) {
  const { pool, mark } = row
  const { key, name, policy, stickyParameter, stabilise } = pool
  const isGone = mark?.kind === 'REMOVED'
  return (
    <li className={classes['pool']}>
      <div className={classes['card']} data-anchor={`pool:${key}`} data-kind={mark?.kind} data-met={isMet || undefined}>
        <Group gap={6}>
          {key === ALL || isGone ? (
            <Text fw={600} className={isGone ? (classes['gone'] ?? '') : ''}>
              {key}
            </Text>
          ) : (
            <Anchor component={Link} href={`/config/pools/${key}`} fw={600}>
              {key}
            </Anchor>
          )}
          <MarkBadge kind={mark?.kind} />
        </Group>
        {name !== key && <Text size="sm">{name}</Text>}
        <Group gap={6}>
          <Badge size="sm" color="gray">
            {policy}
          </Badge>
          {stickyParameter !== null && <Text size="sm">by {stickyParameter}</Text>}
          {policy === 'GEO' && stabilise > 0 && <Text size="sm">stabilise {stabilise}</Text>}
        </Group>
        <Then fallbacks={pool.fallbacks} isAll={key === ALL} />
        {!isNamed && !isGone && (
          <Text size="sm" c="dimmed">
            no rule and no pool leads here
          </Text>
        )}
        {traffic !== undefined && (
          <Text size="sm" c="dimmed">
            {count(traffic.requests)} requests
          </Text>
        )}
        <ChangedFields mark={mark} without={['members']} />
      </div>
      <div className={classes['card']} data-anchor={`members:${key}`} data-kind={mark?.kind}>
        <MemberTable row={row} traffic={traffic} />
      </div>
    </li>
  )
})

function Then({ fallbacks, isAll }: { readonly fallbacks: readonly string[]; readonly isAll: boolean }) {
  return (
    <Text size="sm">
      <Text span size="sm" c="dimmed">
        {isAll ? 'what no rule matches; then ' : 'then '}
      </Text>
      {[...fallbacks, 'origin'].join(', ')}
    </Text>
  )
}
