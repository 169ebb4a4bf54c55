import { Anchor, Table } from '@mantine/core'
import { Link } from 'wouter'
import type { Config, Member } from './config.ts'
import { Panel } from './panel.tsx'
import classes from './routing.module.css'
import { useMore } from './use-more.tsx'

/** Places that members of pools with `GEO` serve. */
export function PlacesPanel({ config }: { readonly config: Config }) {
  const served = config.pools
    .filter(({ policy }) => policy === 'GEO')
    .flatMap(({ key, members }) => members.map((member) => ({ pool: key, member })))
  const { shown, button } = useMore(served, 'members')
  return (
    <Panel
      title="Places"
      about="Where the members of a pool with GEO are near. A client gets the nearest; kilometres stand where they are declared."
      empty={
        served.length === 0 ? 'No pool chooses by GEO. Set the policy of a pool to GEO, then give its members places.' : undefined
      }
      action={undefined}
    >
      <Table.ScrollContainer minWidth={320}>
        <Table fz="sm" aria-label="Places">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>pool</Table.Th>
              <Table.Th>CDN</Table.Th>
              <Table.Th>places</Table.Th>
              <Table.Th className={classes['number'] ?? ''}>maxSharePercent</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ pool, member }) => (
              <Table.Tr key={`${pool} ${member.cdn}`}>
                <Table.Td>
                  <Anchor component={Link} inherit href={`/config/pools/${pool}`}>
                    {pool}
                  </Anchor>
                </Table.Td>
                <Table.Td>{member.cdn}</Table.Td>
                <Table.Td>{placesOf(member)}</Table.Td>
                <Table.Td className={classes['number'] ?? ''}>{member.maxSharePercent}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {button}
      </Table.ScrollContainer>
    </Panel>
  )
}

function placesOf({ places }: Member): string {
  const words = places.map(({ country, continent, zone, distance }) => {
    const place = country !== null ? `country ${country}` : continent !== null ? `continent ${continent}` : `zone ${zone}`
    return distance === null ? place : `${place} (${distance} km)`
  })
  return words.length === 0 ? 'none' : words.join(', ')
}
