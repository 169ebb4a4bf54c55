import { Button, Fieldset, Group, Pagination, Stack, Text } from '@mantine/core'
import { memo, useState } from 'react'
import { count } from '../../../parts/numbers.ts'
import { Words } from '../words.tsx'
import { isEntry } from './entry.ts'
import type { FieldsProps, OuterProps } from './field-props.ts'
import type { RowsKind } from './form-field.ts'
import styles from './form.module.css'
import { useFormScope } from './form-scope.ts'

/** Rows that are drawn at once; a pool has up to 1,000. */
const PAGE = 10

/** A list of objects: rows that are added, filled in and removed. */
export function RowsInput({ field, holds, path, value, base, error, inside }: OuterProps<RowsKind>) {
  const { isReadOnly, change } = useFormScope()
  const [page, setPage] = useState(1)
  const rows = Array.isArray(value) ? (value as readonly unknown[]) : []
  const pages = Math.max(1, Math.ceil(rows.length / PAGE))
  const from = (Math.min(page, pages) - 1) * PAGE

  function add(): void {
    change(path, [...rows, {}])
    setPage(Math.ceil((rows.length + 1) / PAGE))
  }

  return (
    <Fieldset legend={`${field.name} (${count(rows.length)})`}>
      <Stack gap="md">
        <Text size="xs" c="dimmed">
          <Words>{field.words}</Words>
        </Text>
        {error !== undefined && (
          <Text size="xs" c="red" role="alert">
            {error}
          </Text>
        )}
        {rows.slice(from, from + PAGE).map((row, offset) => (
          <Row
            key={from + offset}
            name={nameOf(field.name, row, from + offset)}
            fields={holds.fields}
            path={`${path}[${from + offset}]`}
            value={row}
            base={baseOf(base, row)}
            inside={inside}
          />
        ))}
        <Group justify="space-between">
          {!isReadOnly && (
            <Button variant="default" size="xs" onClick={add}>
              Add to {field.name}
            </Button>
          )}
          {pages > 1 && <Pagination total={pages} value={Math.min(page, pages)} onChange={setPage} size="sm" />}
        </Group>
      </Stack>
    </Fieldset>
  )
}

type RowProps = FieldsProps & Pick<OuterProps<RowsKind>, 'inside'> & { readonly name: string }

const Row = memo(function Row({ name, fields, path, value, base, inside: Fields }: RowProps) {
  const { isReadOnly, change } = useFormScope()
  const listsLast = fields.toSorted((a, b) => Number(a.holds.kind === 'ROWS') - Number(b.holds.kind === 'ROWS'))
  return (
    <section className={styles['row']} aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {name}
          </Text>
          {!isReadOnly && (
            <Button
              variant="subtle"
              color="red"
              size="compact-xs"
              onClick={() => change(path, undefined)}
              aria-label={`Remove ${name}`}
            >
              Remove
            </Button>
          )}
        </Group>
        <Fields fields={listsLast} path={path} value={value} base={base} />
      </Stack>
    </section>
  )
})

function nameOf(list: string, row: unknown, index: number): string {
  const text = isEntry(row) ? Object.values(row).find((part) => typeof part === 'string' && part !== '') : undefined
  return `${list} ${index + 1}${typeof text === 'string' ? `: ${text}` : ''}`
}

/** The row of the same name in the working copy. */
function baseOf(base: unknown, row: unknown): unknown {
  const [name, text] = (isEntry(row) ? Object.entries(row) : []).find(([, part]) => typeof part === 'string') ?? []
  return name !== undefined && Array.isArray(base)
    ? (base as unknown[]).find((one) => isEntry(one) && one[name] === text)
    : undefined
}
