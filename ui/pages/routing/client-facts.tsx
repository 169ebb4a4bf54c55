import { Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RoutingClientQuery } from '../../generated/operations.ts'
import { Ago } from '../../parts/time.tsx'

export type Facts = RoutingClientQuery['clientFacts']

/** What is known of an address, and what the live revision makes of it, in the API's words. */
export function ClientFacts({ facts }: { readonly facts: Facts }) {
  return (
    <Table.ScrollContainer minWidth={280}>
      <Table variant="vertical" withTableBorder aria-label={`Facts about ${facts.ip}`}>
        <Table.Tbody>
          <Fact name="ip">{facts.ip}</Fact>
          <Fact name="country" from={facts.countryFrom}>
            {facts.country}
          </Fact>
          <Fact name="continent">{facts.continent}</Fact>
          <Fact name="asn" from={facts.asnFrom}>
            {facts.asn}
          </Fact>
          <Fact name="zone">{facts.zone}</Fact>
          <Fact name="zones">{listed(facts.zones)}</Fact>
          <Fact name="rules">
            {listed(facts.rules.map(({ key, pool, position }) => `${key} (position ${position} → ${pool})`))}
          </Fact>
          <Fact name="excludedCdns">{listed(facts.excludedCdns)}</Fact>
          {facts.pool !== null && (
            <>
              <Fact name="rule">{facts.rule ?? 'none decides about this video'}</Fact>
              <Fact name="pool">{facts.pool}</Fact>
            </>
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type FactProps = { readonly name: string; readonly children: ReactNode; readonly from?: Facts['countryFrom'] }

function Fact({ name, children, from }: FactProps) {
  return (
    <Table.Tr>
      <Table.Th w={140}>{name}</Table.Th>
      <Table.Td>
        {children ?? 'unknown'}
        {from !== undefined && from !== null && <Source of={from} />}
      </Table.Td>
    </Table.Tr>
  )
}

function Source({ of: { source, builtAt, trouble } }: { readonly of: NonNullable<Facts['countryFrom']> }) {
  return (
    <Text size="sm" c="dimmed">
      from {source}
      {builtAt !== null && (
        <>
          , made <Ago at={builtAt} />
        </>
      )}
      {trouble !== null && `; ${trouble}`}
    </Text>
  )
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ')
}
