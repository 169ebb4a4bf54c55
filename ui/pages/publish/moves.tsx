import { SimpleGrid, Stack, Tabs, Text } from '@mantine/core'
import type { PublishPreviewQuery } from '../../generated/operations.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { Notice } from '../../parts/notice.tsx'
import { count, percent } from '../../parts/numbers.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { ShareLegend, ShareTable } from './share-table.tsx'

type Simulation = NonNullable<PublishPreviewQuery['simulate']>
type Move = Simulation['moved']['largest'][number]
type Country = Simulation['byCountry'][number]
type Reason = Simulation['reasons'][number]

const moves: readonly Column<Move>[] = [
  { name: 'From', cell: ({ from }) => from, by: ({ from }) => from },
  { name: 'To', cell: ({ to }) => to, by: ({ to }) => to },
  { name: 'Because', cell: ({ reason }) => <StateBadge word={reason} size="sm" />, by: ({ reason }) => reason },
  { name: 'Requests', cell: ({ requests }) => count(requests), by: ({ requests }) => requests, isNumber: true },
]
const countries: readonly Column<Country>[] = [
  { name: 'Country', cell: ({ country }) => country ?? 'unknown', by: ({ country }) => country ?? '' },
  { name: 'Requests', cell: ({ requests }) => count(requests), by: ({ requests }) => requests, isNumber: true },
  { name: 'Moved', cell: ({ moved }) => count(moved), by: ({ moved }) => moved, isNumber: true },
  { name: 'Targets, now → then', cell: ({ targets }) => <Targets targets={targets} /> },
]
const reasons: readonly Column<Reason>[] = [
  { name: 'Reason', cell: ({ reason }) => reason, by: ({ reason }) => reason },
  { name: 'Now', cell: ({ before }) => count(before.requests), by: ({ before }) => before.requests, isNumber: true },
  { name: 'Then', cell: ({ after }) => count(after.requests), by: ({ after }) => after.requests, isNumber: true },
]

/** Who gets what now and then, and who moves where. */
export function Moves({ simulation }: { readonly simulation: Simulation }) {
  const { origin, byCdn, byPool, byRule, byCountry, moved } = simulation
  if (simulation.requests === 0)
    return (
      <Text size="sm">
        The workers of this node recorded no request in this time, so there is nothing to preview. It needs players, or a longer
        time.
      </Text>
    )
  return (
    <Stack gap="sm">
      <Sample simulation={simulation} />
      <Tabs defaultValue="cdns" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="cdns">CDNs</Tabs.Tab>
          <Tabs.Tab value="moves">Who moves</Tabs.Tab>
          <Tabs.Tab value="pools">Pools</Tabs.Tab>
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          <Tabs.Tab value="countries">Countries</Tabs.Tab>
          <Tabs.Tab value="reasons">Reasons</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="cdns" pt="sm">
          <ShareTable name="shares of CDNs" rows={[{ key: 'origin', ...origin }, ...byCdn]} />
          <ShareLegend />
        </Tabs.Panel>
        <Tabs.Panel value="moves" pt="sm">
          <DataTable
            name="moves"
            rows={moved.largest}
            columns={moves}
            rowKey={({ from, to, reason }) => `${from} ${to} ${reason}`}
            empty="No request changes its target."
            minWidth={320}
          />
        </Tabs.Panel>
        <Tabs.Panel value="pools" pt="sm">
          <ShareTable name="shares of pools" rows={byPool} />
        </Tabs.Panel>
        <Tabs.Panel value="rules" pt="sm">
          <ShareTable name="shares of rules" rows={byRule} />
        </Tabs.Panel>
        <Tabs.Panel value="countries" pt="sm">
          <DataTable
            name="countries"
            rows={byCountry}
            columns={countries}
            rowKey={({ country }) => country ?? ''}
            words={({ country }) => country ?? 'unknown'}
            empty="No request was decided."
            minWidth={420}
          />
        </Tabs.Panel>
        <Tabs.Panel value="reasons" pt="sm">
          <DataTable
            name="reasons"
            rows={simulation.reasons}
            columns={reasons}
            rowKey={({ reason }) => reason}
            empty="No request was decided."
            minWidth={320}
          />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

/** How many requests it is about, how far to trust it, and what is left out. */
function Sample({ simulation }: { readonly simulation: Simulation }) {
  const { requests, sample, confidence, moved, missingWorkers, undecided } = simulation
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure name="Requests" value={count(requests)} more={`${count(sample)} decided for that`} />
        <Figure name="Move" value={percent(moved.share)} more={`${percent(moved.netShare)} have to for these shares`} />
        <Figure name="Confidence" value={confidence.level} more={`within ${confidence.marginPercent} points, 19 times of 20`} />
      </SimpleGrid>
      {missingWorkers.length > 0 && (
        <Notice color="orange" title="Workers are missing">
          <Text size="sm">{missingWorkers.join(', ')} did not send what they recorded within 2 s.</Text>
        </Notice>
      )}
      {undecided.map(({ reason, requests: left }) => (
        <Text key={reason} size="sm">
          {count(left)} requests are left out: {reason}.
        </Text>
      ))}
    </>
  )
}

function Figure({ name, value, more }: { readonly name: string; readonly value: string; readonly more: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fw={600} size="lg">
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {more}
      </Text>
    </div>
  )
}

function Targets({ targets }: { readonly targets: Country['targets'] }) {
  return targets.map(({ key, before, after }) => (
    <Text key={key} size="sm">
      {key} {percent(before.share)} → {percent(after.share)}
    </Text>
  ))
}
