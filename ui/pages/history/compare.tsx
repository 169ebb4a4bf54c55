import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useQuery } from 'urql'
import { HistoryDiffDocument } from '../../generated/operations.ts'
import { Answer } from '../../parts/answer.tsx'
import { ChangeList } from '../../parts/change-list.tsx'

export type CompareProps = {
  readonly search: URLSearchParams
  readonly live: number | undefined
  readonly onChange: (
    entries: { readonly from: string; readonly to: string } | Readonly<Record<'from' | 'to', undefined>>,
  ) => void
}

/** What lies between two revisions, in either direction. Which two stands in the URL. */
export function Compare({ search, live, onChange }: CompareProps) {
  const from = search.get('from') ?? ''
  const to = search.get('to') ?? ''
  return (
    <>
      <Numbers key={`${from} ${to}`} from={from} to={to} onChange={onChange} />
      {from === '' || to === '' ? (
        <Text size="sm" c="dimmed">
          Give two numbers, or choose “Changes” or “Against live” in the list.{live !== undefined && ` Live is ${live}.`}
        </Text>
      ) : (
        <Difference from={Number(from)} to={Number(to)} />
      )}
    </>
  )
}

type NumbersProps = Pick<CompareProps, 'onChange'> & { readonly from: string; readonly to: string }

function Numbers({ from, to, onChange }: NumbersProps) {
  const [typedFrom, setFrom] = useState<number | string>(from)
  const [typedTo, setTo] = useState<number | string>(to)
  const isWhole = typedFrom !== '' && typedTo !== ''

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (isWhole) onChange({ from: String(typedFrom), to: String(typedTo) })
  }

  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <NumberInput label="From revision" value={typedFrom} onChange={setFrom} min={1} allowDecimal={false} w={120} />
        <NumberInput label="To revision" value={typedTo} onChange={setTo} min={1} allowDecimal={false} w={120} />
        <Button type="submit" variant="default" disabled={!isWhole}>
          Compare
        </Button>
        {from !== '' && (
          <>
            <Button variant="default" onClick={() => onChange({ from: to, to: from })}>
              Swap
            </Button>
            <Button variant="subtle" onClick={() => onChange({ from: undefined, to: undefined })}>
              Close
            </Button>
          </>
        )}
      </Group>
    </form>
  )
}

function Difference({ from, to }: { readonly from: number; readonly to: number }) {
  const [answer, again] = useQuery({ query: HistoryDiffDocument, variables: { from, to } })
  return (
    <Answer of={answer} again={() => again({ requestPolicy: 'network-only' })}>
      {({ diff }) =>
        diff &&
        (diff.length === 0 ? (
          <Text size="sm">
            Revisions {from} and {to} have the same content.
          </Text>
        ) : (
          <ChangeList changes={diff} />
        ))
      }
    </Answer>
  )
}
