import { Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { memo, useContext, useState } from 'react'
import { count } from '../../../parts/numbers.ts'
import { Pages } from '../../../parts/pages.tsx'
import { Words } from '../words.tsx'
import { isEntry } from './entry.ts'
import type { FieldsProps, OuterProps } from './field-props.ts'
import type { RowsKind } from './form-field.ts'
import styles from './form.module.css'
import { PlacedContext, useFormScope } from './form-scope.ts'

/** Rows that are drawn at once; a pool has up to 1,000. */
const PAGE = 10

/** A list of objects: rows that are found, added, filled in and removed. */
export function RowsInput({ field, holds, path, value, base, error, inside }: OuterProps<RowsKind>) {
  const { isReadOnly, change } = useFormScope()
  const [page, setPage] = useState(1)
  const rows = Array.isArray(value) ? (value as readonly unknown[]) : []
  const [filter, setFilter] = useState('')
  const named = rows.map((row, index) => ({ row, index, name: nameOf(field.name, row, index) }))
  const found = named.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()))
  const pages = Math.max(1, Math.ceil(found.length / PAGE))
  const from = (Math.min(page, pages) - 1) * PAGE
  const shown = found.slice(from, from + PAGE)

  function show(index: number): void {
    setFilter('')
    setPage(Math.floor(index / PAGE) + 1)
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
        {(rows.length > PAGE || filter !== '') && (
          <TextInput
            aria-label={`Filter ${field.name}`}
            placeholder="Filter"
            value={filter}
            onChange={({ currentTarget }) => setFilter(currentTarget.value)}
          />
        )}
        <HiddenProblem path={path} shown={shown.map(({ index }) => index)} onShow={show} />
        {shown.map(({ row, index, name }) => (
          <Row
            key={index}
            name={name}
            fields={holds.fields}
            path={`${path}[${index}]`}
            value={row}
            base={baseOf(base, row)}
            inside={inside}
          />
        ))}
        <Group justify="space-between">
          {!isReadOnly && (
            <Button
              data-add
              variant="default"
              size="xs"
              onClick={() => {
                change(path, [...rows, {}])
                show(rows.length)
              }}
            >
              Add to {field.name}
            </Button>
          )}
          <Pages name={field.name} total={pages} shown={Math.min(page, pages)} onTurn={setPage} />
        </Group>
      </Stack>
    </Fieldset>
  )
}

type HiddenProps = {
  readonly path: string
  readonly shown: readonly number[]
  readonly onShow: (index: number) => void
}

/** Leads to the first row that is to be mended and is not shown. */
function HiddenProblem({ path, shown, onShow }: HiddenProps) {
  const within = [...useContext(PlacedContext).keys()].filter((at) => at.startsWith(`${path}[`))
  const hidden = within.map((at) => Number.parseInt(at.slice(path.length + 1), 10)).find((index) => !shown.includes(index))
  if (hidden === undefined) return null
  return (
    <Button variant="light" color="red" size="xs" data-problem onClick={() => onShow(hidden)}>
      Show row {hidden + 1}, which is to be mended
    </Button>
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
              onClick={({ currentTarget }) => {
                focusAdd(currentTarget)
                change(path, undefined)
              }}
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

/** Moves the focus from a button that will be gone to the one behind its list, which is the last of those in it. */
function focusAdd(from: HTMLElement): void {
  const adding = from.closest('fieldset')?.querySelectorAll<HTMLElement>('[data-add]') ?? []
  ;[...adding].at(-1)?.focus()
}

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
