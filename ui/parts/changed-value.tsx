import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { changedLines } from './change-lines.ts'
import styles from './change-list.module.css'

/** Lines that are shown before somebody asks for more. */
const FIRST_LINES = 12

export type ChangedValueProps = { readonly before: unknown; readonly after: unknown }

/** A value before and after: the lines that went, then those that came, each with a sign besides its colour. */
export function ChangedValue({ before, after }: ChangedValueProps) {
  const [isWhole, setIsWhole] = useState(false)
  const { removed, added, same } = changedLines(before, after)
  const all = [
    ...removed.map((text, index) => ({ key: `-${index}`, text, isAdded: false })),
    ...added.map((text, index) => ({ key: `+${index}`, text, isAdded: true })),
  ]
  const shown = isWhole ? all : all.slice(0, FIRST_LINES)
  const hidden = all.length - shown.length
  return (
    <div className={styles.value}>
      {shown.map(({ key, text, isAdded }) =>
        isAdded ? (
          <ins key={key} className={styles.added}>
            {text}
          </ins>
        ) : (
          <del key={key} className={styles.removed}>
            {text}
          </del>
        ),
      )}
      {hidden > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setIsWhole(true)}>
          {hidden} more lines
        </Button>
      )}
      {same > 0 && (
        <Text size="xs" c="dimmed">
          {same} as before
        </Text>
      )}
    </div>
  )
}
