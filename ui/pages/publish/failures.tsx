import { Badge, Group, NumberInput, Stack, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { PublishFailuresDocument, type PublishFailuresQuery } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { count, percent } from '../../parts/numbers.ts'
import { Section } from '../../parts/section.tsx'
import { useInTurn } from './use-in-turn.ts'

type Failure = NonNullable<PublishFailuresQuery['contingency']>[number]
/** What is the fullest is what matters; a thousand CDNs may be left. */
const FULLEST = 3

/** What everybody else gets once a CDN of the working copy has failed, or two have. */
export function Failures() {
  const [failures, setFailures] = useState(1)
  const [rate, setRate] = useState<number | string>('')
  const [isAsked, setIsAsked] = useState(false)
  const requestsPerSecond = rate === '' ? null : Number(rate)
  const [answer, ask] = useInTurn(PublishFailuresDocument)

  function analyse(): void {
    setIsAsked(true)
    ask({ failures, requestsPerSecond })
  }

  return (
    <Section
      title="When a CDN fails"
      actions={
        <ActionButton field="contingency" size="xs" variant="default" loading={answer.fetching} onClick={analyse}>
          Analyse failures
        </ActionButton>
      }
    >
      <Group align="flex-end">
        <SegmentedControl
          aria-label="CDNs that fail at once"
          data={[
            { value: '1', label: 'each alone' },
            { value: '2', label: 'each pair' },
          ]}
          value={String(failures)}
          onChange={(value) => setFailures(Number(value))}
        />
        <NumberInput
          label="Valid requests a second, of all nodes"
          placeholder="as recorded"
          value={rate}
          onChange={setRate}
          min={1}
          allowDecimal={false}
        />
      </Group>
      {isAsked ? (
        <Answer of={answer} again={analyse}>
          {({ contingency }) => contingency && <Found failures={contingency} />}
        </Answer>
      ) : (
        <Text size="sm">Tells what every other CDN and each origin gets by the working copy once a CDN has failed.</Text>
      )}
    </Section>
  )
}

const columns: readonly Column<Failure>[] = [
  { name: 'Down', cell: ({ down }) => down.join(', '), by: ({ down }) => down.join(', ') },
  { name: 'The fullest then', cell: ({ cdns }) => <Loads loads={cdns.map((cdn) => ({ ...cdn, bound: cdn.capacity }))} /> },
  {
    name: 'Origins then',
    cell: ({ originClusters }) => <Loads loads={originClusters.map((origin) => ({ ...origin, bound: origin.budget }))} />,
  },
  { name: 'Lost', cell: ({ lostShare }) => percent(lostShare), by: ({ lostShare }) => lostShare, isNumber: true },
]

function Found({ failures }: { readonly failures: readonly Failure[] }) {
  const [first] = failures
  if (first === undefined) return <Text size="sm">No CDN is in use that could fail.</Text>
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        By {first.basis === 'RECORDED' ? 'what this node recorded in the last hour' : 'weights, since too little was recorded'} (
        {first.basis})
        {first.requestsPerSecond === null ? '' : `, at ${count(first.requestsPerSecond)} valid requests a second of all nodes`}.
        Lost: requests that still go to what has failed.
        {first.missingWorkers.length > 0 && ` ${first.missingWorkers.join(', ')} did not send what they recorded.`}
      </Text>
      <DataTable
        name="failures"
        rows={failures}
        columns={columns}
        rowKey={({ down }) => down.join(' ')}
        words={({ down }) => down.join(' ')}
        empty=""
        minWidth={560}
      />
    </Stack>
  )
}

type Load = {
  readonly key: string
  readonly requestsPerSecond: number | null
  readonly bound: number | null
  readonly percent: number | null
  readonly isOverloaded: boolean
}

function Loads({ loads }: { readonly loads: readonly Load[] }) {
  if (loads.length === 0) return '–'
  return (
    <Stack gap={2}>
      {loads.slice(0, FULLEST).map((load) => (
        <Group key={load.key} gap={6}>
          <Text size="sm">
            {load.key} {load.requestsPerSecond === null ? '' : `${count(load.requestsPerSecond)} /s`}
            {load.bound === null ? '' : ` of ${count(load.bound)} /s`}
            {load.percent === null ? '' : `, ${percent(load.percent / 100)}`}
          </Text>
          {load.isOverloaded && (
            <Badge color="red" size="sm">
              overloaded
            </Badge>
          )}
        </Group>
      ))}
      {loads.length > FULLEST && (
        <Text size="xs" c="dimmed">
          and {loads.length - FULLEST} less full
        </Text>
      )}
    </Stack>
  )
}
