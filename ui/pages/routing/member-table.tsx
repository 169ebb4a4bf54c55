import { Anchor, Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import { count, percent } from '../../parts/numbers.ts'
import type { Cdn } from './config.ts'
import type { PoolTraffic } from './counts.ts'
import { MarkBadge } from './mark-badge.tsx'
import type { MemberRow, PoolRow } from './picture.ts'
import classes from './routing.module.css'
import { useMore } from './use-more.tsx'

/** Members that are drawn at first. */
const FIRST = 6
/** Clients to whom a member is denied that are named; the others are counted. */
const NAMED = 3

/** The members of a pool: what each is asked to take of it, and what it takes. */
export function MemberTable({ row, traffic }: { readonly row: PoolRow; readonly traffic: PoolTraffic | undefined }) {
  const { pool, members } = row
  const shares = new Map(traffic?.byCdn.map((it) => [it.key, it]))
  const hasPriorities = pool.policy === 'FAILOVER'
  const { shown, button } = useMore(members, `members of ${pool.key}`, FIRST)
  return (
    <Table.ScrollContainer minWidth={290}>
      <Table className={classes['members'] ?? ''} fz="sm" aria-label={`Members of ${pool.key}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>CDN</Table.Th>
            {hasPriorities && <Table.Th className={classes['number'] ?? ''}>priority</Table.Th>}
            <Table.Th className={classes['number'] ?? ''}>weight</Table.Th>
            <Table.Th className={classes['number'] ?? ''}>wanted</Table.Th>
            <Table.Th className={classes['number'] ?? ''}>given</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((member) => (
            <MemberLine
              key={member.member.cdn}
              row={member}
              hasPriorities={hasPriorities}
              share={shares.get(member.member.cdn)}
            />
          ))}
        </Table.Tbody>
      </Table>
      {button}
    </Table.ScrollContainer>
  )
}

type MemberLineProps = {
  readonly row: MemberRow
  readonly hasPriorities: boolean
  readonly share: PoolTraffic['byCdn'][number] | undefined
}

function MemberLine({ row: { member, kind, before, cdn }, hasPriorities, share }: MemberLineProps) {
  return (
    <Table.Tr className={classes['row'] ?? ''} data-kind={kind}>
      <Table.Td>
        {kind === 'REMOVED' ? (
          <Text size="sm" className={classes['gone'] ?? ''}>
            {member.cdn}
          </Text>
        ) : (
          <Anchor component={Link} href={`/config/cdns/${member.cdn}`} size="sm">
            {member.cdn}
          </Anchor>
        )}{' '}
        <MarkBadge kind={kind} />
        <Notes>
          {cdn?.enabled === false && 'disabled'}
          {cdn !== undefined && denialsOf(cdn)}
          {member.places.length > 0 && (member.places.length === 1 ? '1 place' : `${count(member.places.length)} places`)}
          {member.maxSharePercent < 100 && `maxSharePercent ${member.maxSharePercent}`}
        </Notes>
      </Table.Td>
      {hasPriorities && <Value now={member.priority} was={before?.priority} />}
      <Value now={member.weight} was={before?.weight} />
      <Table.Td className={classes['number'] ?? ''}>{percent(share?.wantedShare)}</Table.Td>
      <Table.Td className={classes['number'] ?? ''}>{percent(share?.share)}</Table.Td>
    </Table.Tr>
  )
}

/** Those to whom it is denied, the first few of them by name. */
function denialsOf({ excludeCountries, excludeUnknown, excludeZones }: Cdn): string | false {
  const all = [...excludeCountries, ...(excludeUnknown ? ['unknown'] : []), ...excludeZones.map((zone) => `zone ${zone}`)]
  const more = all.length > NAMED ? ` and ${count(all.length - NAMED)} more` : ''
  return all.length > 0 && `denied to ${all.slice(0, NAMED).join(', ')}${more}`
}

function Notes({ children }: { readonly children: readonly (string | boolean)[] }) {
  const notes = children.filter((note) => typeof note === 'string')
  return notes.length === 0 ? null : (
    <Text size="xs" c="dimmed">
      {notes.join(' · ')}
    </Text>
  )
}

function Value({ now, was }: { readonly now: number; readonly was: number | undefined }) {
  return (
    <Table.Td className={classes['number'] ?? ''}>
      {was !== undefined && was !== now && (
        <>
          <del>{was}</del> →{' '}
        </>
      )}
      {now}
    </Table.Td>
  )
}
