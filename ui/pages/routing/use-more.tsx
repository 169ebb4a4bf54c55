import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { count } from '../../parts/numbers.ts'

const MORE = 50

/** The first entries of a list, and a button for more of them while there are more. */
export function useMore<Entry>(
  entries: readonly Entry[],
  noun: string,
  first = MORE,
): { readonly shown: readonly Entry[]; readonly button: ReactNode } {
  const [size, setSize] = useState(first)
  const left = entries.length - size
  const button =
    left > 0 ? (
      <Button size="compact-xs" variant="default" mt="xs" onClick={() => setSize(size + MORE)}>
        {`Show ${count(Math.min(left, MORE))} of ${count(left)} more ${noun}`}
      </Button>
    ) : null
  return { shown: entries.slice(0, size), button }
}
