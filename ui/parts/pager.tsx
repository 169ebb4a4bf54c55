import { Button, Group, Text } from '@mantine/core'
import { focusPage } from './focus-page.ts'
import { count } from './numbers.ts'

/** Arguments of a page of the API: forward from a cursor, backward from one, or the first page. */
export type PageArguments = {
  readonly first?: number
  readonly after?: string
  readonly last?: number
  readonly before?: string
}

export type PagerProps = {
  readonly info: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  /** How many there are on all pages, and what they are. */
  readonly total: number
  readonly what: string
  /** Called with the entries of the query of the URL that lead there. */
  readonly onTurn: (to: { readonly after: string | undefined; readonly before: string | undefined }) => void
}

/** Leads through pages that are newest first. */
export function Pager({ info, total, what, onTurn }: PagerProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = info
  const turn: PagerProps['onTurn'] = (to) => {
    focusPage()
    onTurn(to)
  }
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed">
        {count(total)} {what} in all
      </Text>
      <Group gap="xs">
        {hasPreviousPage && (
          <Button size="xs" variant="default" onClick={() => turn({ after: undefined, before: undefined })}>
            Newest
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          disabled={!hasPreviousPage}
          onClick={() => turn({ after: undefined, before: startCursor ?? undefined })}
        >
          Newer
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!hasNextPage}
          onClick={() => turn({ after: endCursor ?? undefined, before: undefined })}
        >
          Older
        </Button>
      </Group>
    </Group>
  )
}

/** The page that the query of the URL names. */
export function pageOf(size: number, query: URLSearchParams): PageArguments {
  const after = query.get('after')
  const before = query.get('before')
  if (before !== null) return { last: size, before }
  return after === null ? { first: size } : { first: size, after }
}
