import { Progress, Stack, Text } from '@mantine/core'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { percent } from '../../parts/numbers.ts'

export type Share = {
  readonly key: string
  readonly before: { readonly share: number }
  readonly after: { readonly share: number }
}

const points = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero' })

const columns: readonly Column<Share>[] = [
  { name: 'Key', cell: ({ key }) => key, by: ({ key }) => key },
  { name: 'Now and then', cell: (row) => <Bars row={row} /> },
  { name: 'Now', cell: ({ before }) => percent(before.share), by: ({ before }) => before.share, isNumber: true },
  { name: 'Then', cell: ({ after }) => percent(after.share), by: ({ after }) => after.share, isNumber: true },
  { name: 'Points', cell: (row) => points.format(differenceOf(row)), by: differenceOf, isNumber: true },
]

/** Shares before and after, as bars and numbers. */
export function ShareTable({ name, rows }: { readonly name: string; readonly rows: readonly Share[] }) {
  return (
    <DataTable
      name={name}
      rows={rows}
      columns={columns}
      rowKey={({ key }) => key}
      words={({ key }) => key}
      empty="None of them decides a request."
      minWidth={420}
    />
  )
}

function differenceOf({ before, after }: Share): number {
  return (after.share - before.share) * 100
}

function Bars({ row: { key, before, after } }: { readonly row: Share }) {
  return (
    <Stack gap={2} miw={90}>
      <Progress size="sm" color="gray.5" value={before.share * 100} aria-label={`${key} now`} />
      <Progress size="sm" value={after.share * 100} aria-label={`${key} then`} />
    </Stack>
  )
}

/** What the two bars of a row are. */
export function ShareLegend() {
  return (
    <Text size="sm" c="dimmed">
      Shares of all requests that were decided: the gray bar is now, by the live revision; the coloured one is then, by the
      working copy.
    </Text>
  )
}
