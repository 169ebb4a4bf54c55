import { Box, Group, Stack, Table, Text, TextInput, UnstyledButton } from '@mantine/core'
import { memo, useDeferredValue, useState, type ReactNode } from 'react'
import { count } from './numbers.ts'
import { Pages } from './pages.tsx'

export type Column<Row> = {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  /** What it is sorted by; left out, it is not sorted. */
  readonly by?: (row: Row) => string | number
  /** Numbers, which stand at the right. */
  readonly isNumber?: boolean
}

export type DataTableProps<Row> = {
  /** Says what the rows are: `CDNs`. */
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** What the filter looks into; left out, there is none. */
  readonly words?: (row: Row) => string
  /** Shown in place of no rows: what to do next. */
  readonly empty: ReactNode
  readonly minWidth?: number
}

type Order = { readonly name: string; readonly isDown: boolean }

const PAGE = 50
const numbers = { ta: 'right', style: { whiteSpace: 'nowrap' } } as const
/** Beyond so many rows a filter is worth its place. */
const FILTERED = 8

/** A table of any length: filtered, sorted, and drawn 50 rows at a time, in a box that scrolls by itself. */
export function DataTable<Row>({ name, rows, columns, rowKey, words, empty, minWidth = 640 }: DataTableProps<Row>) {
  const [filter, setFilter] = useState('')
  const [order, setOrder] = useState<Order>()
  const [page, setPage] = useState(1)
  const asked = useDeferredValue(filter.trim().toLowerCase()) // a letter is drawn before the rows that it finds
  const found = asked === '' || words === undefined ? rows : rows.filter((row) => words(row).toLowerCase().includes(asked))
  const sorted = sort(found, columns.find((column) => column.name === order?.name)?.by, order?.isDown === true)
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE))
  const shown = Math.min(page, pages)
  if (rows.length === 0) return <Text c="dimmed">{empty}</Text>
  return (
    <Stack gap="sm">
      {words !== undefined && (rows.length > FILTERED || filter !== '') && (
        <Group justify="space-between">
          <TextInput
            aria-label={`Filter ${name}`}
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed" component="output">
            {found.length === rows.length ? count(rows.length) : `${count(found.length)} of ${count(rows.length)}`} {name}
          </Text>
        </Group>
      )}
      <Box component="section" tabIndex={0} aria-label={`table of ${name}`} style={{ overflowX: 'auto' }}>
        <Table highlightOnHover verticalSpacing="xs" horizontalSpacing="sm" miw={minWidth}>
          <Head columns={columns} order={order} onOrder={setOrder} />
          <Table.Tbody>
            {sorted.slice((shown - 1) * PAGE, shown * PAGE).map((row) => (
              <Row key={rowKey(row)} row={row} columns={columns} />
            ))}
          </Table.Tbody>
        </Table>
      </Box>
      {found.length === 0 && <Text c="dimmed">Nothing has “{filter}” in it.</Text>}
      <Pages name={name} total={pages} shown={shown} onTurn={setPage} />
    </Stack>
  )
}

type RowProps<Row> = { readonly row: Row; readonly columns: readonly Column<Row>[] }

function Cells<Row>({ row, columns }: RowProps<Row>) {
  return (
    <Table.Tr>
      {columns.map(({ name, cell, isNumber = false }) => (
        <Table.Td key={name} {...(isNumber && numbers)}>
          {cell(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

/** Drawn anew when the row is another object, or the columns are: not with each letter of the filter. */
const Row = memo(Cells) as typeof Cells

type HeadProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly order: Order | undefined
  readonly onOrder: (order: Order | undefined) => void
}

/** Names of the columns. Those that can be sorted are buttons: up, then down, then as the API gave it. */
function Head<Row>({ columns, order, onOrder }: HeadProps<Row>) {
  function next(name: string): Order | undefined {
    if (order?.name !== name) return { name, isDown: false }
    return order.isDown ? undefined : { name, isDown: true }
  }
  return (
    <Table.Thead>
      <Table.Tr>
        {columns.map(({ name, by, isNumber = false }) => {
          const isDown = order?.name === name ? order.isDown : undefined
          const sorting = isDown === undefined ? 'none' : isDown ? 'descending' : 'ascending'
          return (
            <Table.Th key={name} {...(isNumber && numbers)} {...(by && { 'aria-sort': sorting })}>
              {by === undefined ? (
                name
              ) : (
                <UnstyledButton fz="inherit" fw="inherit" onClick={() => onOrder(next(name))}>
                  {name}
                  {isDown === undefined ? '' : isDown ? ' ↓' : ' ↑'}
                </UnstyledButton>
              )}
            </Table.Th>
          )
        })}
      </Table.Tr>
    </Table.Thead>
  )
}

function sort<Row>(rows: readonly Row[], by: Column<Row>['by'], isDown: boolean): readonly Row[] {
  if (by === undefined) return rows
  const sign = isDown ? -1 : 1
  return rows.toSorted((a, b) => sign * compare(by(a), by(b)))
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true })
}
