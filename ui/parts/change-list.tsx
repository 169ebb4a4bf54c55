import { Anchor, Badge, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { memo, useState } from 'react'
import { Link } from 'wouter'
import type { ChangeFragment } from '../generated/operations.ts'
import styles from './change-list.module.css'
import { ChangedValue } from './changed-value.tsx'
import { formOf } from './form-of.ts'
import { count } from './numbers.ts'

/** Changes that are drawn at once; a whole configuration may have thousands. */
const PAGE = 50
/** From so many on there is a field to filter them. */
const MANY = 15
const colors = { ADDED: 'teal', CHANGED: 'orange', REMOVED: 'red' } as const

export type ChangeListProps = {
  readonly changes: readonly ChangeFragment[]
  /** Whether their paths are those of the working copy, and lead to its forms. */
  readonly isPending?: boolean
}

/** Differences between two configurations, coloured: where, from what to what, and who made each last. A long list scrolls by itself. */
export function ChangeList({ changes, isPending = false }: ChangeListProps) {
  const [filter, setFilter] = useState('')
  const [limit, setLimit] = useState(PAGE)
  const wanted = filter.toLowerCase()
  const found = changes.filter(
    ({ path, author }) => path.toLowerCase().includes(wanted) || author?.toLowerCase().includes(wanted),
  )
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Kinds changes={changes} />
        {changes.length >= MANY && (
          <TextInput
            aria-label="filter changes by path or author"
            placeholder="path or author"
            size="xs"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        )}
      </Group>
      {found.length === 0 ? (
        <Text c="dimmed">No change has that in its path or author.</Text>
      ) : (
        <Box className={styles.box} tabIndex={0}>
          <ul className={styles.list} aria-label="changes">
            {found.slice(0, limit).map((change) => (
              <Row key={change.path} change={change} isPending={isPending} />
            ))}
          </ul>
        </Box>
      )}
      {found.length > limit && (
        <Button variant="default" size="xs" onClick={() => setLimit(limit + PAGE)}>
          {Math.min(PAGE, found.length - limit)} more of {count(found.length)}
        </Button>
      )}
    </Stack>
  )
}

function Kinds({ changes }: { readonly changes: readonly ChangeFragment[] }) {
  const kinds = (['ADDED', 'CHANGED', 'REMOVED'] as const).map((kind) => ({
    kind,
    total: changes.filter((change) => change.kind === kind).length,
  }))
  return (
    <Text size="sm" c="dimmed">
      {kinds.flatMap(({ kind, total }) => (total === 0 ? [] : [`${count(total)} ${kind.toLowerCase()}`])).join(', ')}
    </Text>
  )
}

type RowProps = { readonly change: ChangeFragment; readonly isPending: boolean }

const Row = memo(function Row({ change, isPending }: RowProps) {
  const { path, kind, before, after, author } = change
  const form = isPending && kind !== 'REMOVED' ? formOf(path) : undefined
  return (
    <li className={styles.row} data-kind={kind}>
      <Badge color={colors[kind]} size="sm">
        {kind}
      </Badge>
      <div>
        {form === undefined ? (
          <Text className={styles.path}>{path}</Text>
        ) : (
          <Anchor component={Link} href={form} className={styles.path}>
            {path}
          </Anchor>
        )}
        <Text size="xs" c="dimmed">
          {author === null ? 'editor not known' : `by ${author}`}
        </Text>
      </div>
      <ChangedValue before={before} after={after} />
    </li>
  )
})
