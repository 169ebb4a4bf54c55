import { Box, Table, Text } from '@mantine/core'
import { linesOf } from '../../parts/change-lines.ts'
import changes from '../../parts/change-list.module.css'

export type SideBySideProps = { readonly before: unknown; readonly after: unknown }

/** Values before and after, a row for each path that changed. */
export function SideBySide({ before, after }: SideBySideProps) {
  const old = byPath(before)
  const young = byPath(after)
  const paths = [...new Set([...Object.keys(old), ...Object.keys(young)])]
  return (
    <Box component="section" tabIndex={0} aria-label="before and after" style={{ overflowX: 'auto' }}>
      <Table miw={420} layout="fixed" withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Path</Table.Th>
            <Table.Th>Before</Table.Th>
            <Table.Th>After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {paths.map((path) => (
            <Table.Tr key={path}>
              <Table.Td>
                <Text size="sm" className={changes.path}>
                  {path}
                </Text>
              </Table.Td>
              <Table.Td>
                <Lines value={old[path]} isAfter={false} />
              </Table.Td>
              <Table.Td>
                <Lines value={young[path]} isAfter />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  )
}

/** An object has a value for each path; a value alone is that of the target. */
function byPath(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value) ? { ...value } : { value }
}

function Lines({ value, isAfter }: { readonly value: unknown; readonly isAfter: boolean }) {
  const lines = linesOf(value)
  if (lines.length === 0) return '–'
  return (
    <div className={changes.value}>
      {lines.map((line, index) =>
        isAfter ? (
          <ins key={`${index} ${line}`} className={changes.added}>
            {line}
          </ins>
        ) : (
          <del key={`${index} ${line}`} className={changes.removed}>
            {line}
          </del>
        ),
      )}
    </div>
  )
}
