import { Anchor, Group, Table, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Cdn, Change, Config } from './config.ts'
import { ChangedFields, MarkBadge } from './mark-badge.tsx'
import { Panel } from './panel.tsx'
import { fieldOf, marksOf, type Mark } from './pending.ts'
import classes from './routing.module.css'
import { useMore } from './use-more.tsx'

const denials = ['excludeCountries', 'excludeUnknown', 'excludeZones']

/** CDNs that some clients never get, whatever else holds. */
export function DenialsPanel({ config, changes }: { readonly config: Config; readonly changes: readonly Change[] }) {
  const marks = new Map(config.cdns.map(({ key }) => [key, denialsIn(marksOf(changes).get(`cdns.${key}`))]))
  const denied = config.cdns.filter((cdn) => isDenied(cdn) || marks.get(cdn.key) !== undefined)
  const { shown, button } = useMore(denied, 'CDNs')
  return (
    <Panel
      title="Denials"
      about="Clients that a CDN never gets, whatever rules, overrides and health say."
      empty={denied.length === 0 ? 'No CDN is denied to anybody. A CDN’s own form has the fields for it.' : undefined}
      action={undefined}
    >
      <Table.ScrollContainer minWidth={320}>
        <Table fz="sm" horizontalSpacing={6} aria-label="Denials">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>CDN</Table.Th>
              <Table.Th>excludeCountries</Table.Th>
              <Table.Th>excludeUnknown</Table.Th>
              <Table.Th>excludeZones</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((cdn) => (
              <DenialLine key={cdn.key} cdn={cdn} mark={marks.get(cdn.key)} />
            ))}
          </Table.Tbody>
        </Table>
        {button}
      </Table.ScrollContainer>
    </Panel>
  )
}

function DenialLine({ cdn, mark }: { readonly cdn: Cdn; readonly mark: Mark | undefined }) {
  return (
    <Table.Tr className={classes['row'] ?? ''} data-kind={mark?.kind}>
      <Table.Td>
        <Group gap={6}>
          <Anchor component={Link} inherit href={`/config/cdns/${cdn.key}`}>
            {cdn.key}
          </Anchor>
          <MarkBadge kind={mark?.kind} />
        </Group>
        <ChangedFields mark={mark} />
      </Table.Td>
      <Table.Td>
        {cdn.excludeCountries.join(', ') || (
          <Text c="dimmed" inherit>
            none
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {cdn.excludeUnknown ? (
          'true'
        ) : (
          <Text c="dimmed" inherit>
            false
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {cdn.excludeZones.join(', ') || (
          <Text c="dimmed" inherit>
            none
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function isDenied({ excludeCountries, excludeUnknown, excludeZones }: Cdn): boolean {
  return excludeUnknown || excludeCountries.length > 0 || excludeZones.length > 0
}

/** The part of a CDN's pending changes that is about denials. */
function denialsIn(mark: Mark | undefined): Mark | undefined {
  if (mark === undefined || mark.kind === 'ADDED') return undefined
  const fields = mark.fields.filter((change) => denials.includes(fieldOf(change)))
  return fields.length === 0 ? undefined : { ...mark, fields }
}
