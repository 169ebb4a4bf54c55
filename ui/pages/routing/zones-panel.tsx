import { Anchor, Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { RoutingZoneDocument } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import type { Change, Config } from './config.ts'
import { ChangedFields, MarkBadge } from './mark-badge.tsx'
import { Panel } from './panel.tsx'
import { marksOf, removedFrom, type Mark } from './pending.ts'
import classes from './routing.module.css'
import { useMore } from './use-more.tsx'

type Zone = Config['zones'][number]

/** Zones of the working copy, and who asks for each. */
export function ZonesPanel({ config, changes }: { readonly config: Config; readonly changes: readonly Change[] }) {
  const marks = marksOf(changes)
  const zones = [...config.zones, ...removedFrom('zones', changes).map((zone) => zone as Zone)]
  const { shown, button } = useMore(zones, 'zones')
  return (
    <Panel
      title="Zones"
      about="Your own names for networks. An address is in the zone of the longest prefix that holds it."
      empty={zones.length === 0 ? 'No zone yet. Add one to send an office, a lab or a partner its own way.' : undefined}
      action={{ href: '/config/zones/new', name: 'Add a zone' }}
    >
      <Table.ScrollContainer minWidth={320}>
        <Table fz="sm" aria-label="Zones">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>zone</Table.Th>
              <Table.Th>used by</Table.Th>
              <Table.Th>networks</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((zone) => (
              <ZoneLine key={zone.key} zone={zone} mark={marks.get(`zones.${zone.key}`)} users={usersOf(zone.key, config)} />
            ))}
          </Table.Tbody>
        </Table>
        {button}
      </Table.ScrollContainer>
    </Panel>
  )
}

type ZoneLineProps = { readonly zone: Zone; readonly mark: Mark | undefined; readonly users: readonly string[] }

function ZoneLine({ zone: { key, name }, mark, users }: ZoneLineProps) {
  const [isOpen, setIsOpen] = useState(false)
  const isGone = mark?.kind === 'REMOVED'
  return (
    <Table.Tr className={classes['row'] ?? ''} data-kind={mark?.kind}>
      <Table.Td>
        <Group gap={6}>
          {isGone ? (
            <Text className={classes['gone'] ?? ''}>{key}</Text>
          ) : (
            <Anchor component={Link} inherit href={`/config/zones/${key}`}>
              {key}
            </Anchor>
          )}
          <MarkBadge kind={mark?.kind} />
        </Group>
        {name !== key && <Text size="sm">{name}</Text>}
        <ChangedFields mark={mark} />
      </Table.Td>
      <Table.Td>{users.length === 0 ? 'nobody' : users.join(', ')}</Table.Td>
      <Table.Td>
        {!isGone && (
          <Button size="compact-xs" variant="default" onClick={() => setIsOpen(!isOpen)} aria-expanded={isOpen}>
            {isOpen ? 'Hide' : 'Show'} those of {key}
          </Button>
        )}
        {isOpen && <Networks of={key} />}
      </Table.Td>
    </Table.Tr>
  )
}

function Networks({ of: key }: { readonly of: string }) {
  const [asked] = useQuery({ query: RoutingZoneDocument, variables: { key } })
  return <Answer of={asked}>{({ zone }) => <NetworkList cidrs={zone?.cidrs ?? []} />}</Answer>
}

function NetworkList({ cidrs }: { readonly cidrs: readonly string[] }) {
  const { shown, button } = useMore(cidrs, 'networks')
  return (
    <>
      {shown.map((cidr) => (
        <Text key={cidr} size="sm" ff="monospace">
          {cidr}
        </Text>
      ))}
      {button}
    </>
  )
}

function usersOf(zone: string, { rules, cdns, pools }: Config): readonly string[] {
  return [
    ...rules.filter(({ match }) => match.zones?.includes(zone)).map(({ key }) => `rule ${key}`),
    ...cdns.filter(({ excludeZones }) => excludeZones.includes(zone)).map(({ key }) => `CDN ${key}, which is denied to it`),
    ...pools
      .filter(({ members }) => members.some(({ places }) => places.some((place) => place.zone === zone)))
      .map(({ key }) => `places of pool ${key}`),
  ]
}
