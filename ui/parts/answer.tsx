import { Alert, Button, Loader, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'

export type AnswerProps<Data> = {
  readonly of: { readonly data?: Data | undefined; readonly error?: CombinedError | undefined; readonly fetching: boolean }
  /** Asks again; offered where there is an error. */
  readonly again?: () => void
  readonly children: (data: Data) => ReactNode
}

/** Shows the answer to a question in whatever state it is: loading, failed, failed with an older answer still there, or there. */
export function Answer<Data>({ of: { data: given, error, fetching }, again, children }: AnswerProps<Data>) {
  const data = given ?? undefined // null where a field that cannot be null has failed
  return (
    <>
      {error !== undefined && (
        <Alert color="red" title={data === undefined ? 'No answer' : 'This may be old'} role="alert">
          <Text>{wordsOf(error)}</Text>
          {again !== undefined && (
            <Button size="xs" mt="xs" variant="default" onClick={again}>
              Ask again
            </Button>
          )}
        </Alert>
      )}
      {data === undefined && error === undefined && fetching && <Loading />}
      {data !== undefined && children(data)}
    </>
  )
}

export function Loading() {
  return (
    <output aria-label="loading">
      <Loader aria-hidden size="sm" />
    </output>
  )
}

/** The words of an error, for people: the API's own, or that the node is away. */
export function wordsOf(error: CombinedError): string {
  const [first] = error.graphQLErrors
  const code = first?.extensions['code']
  if (first !== undefined) return typeof code === 'string' ? `${first.message} (${code})` : first.message
  return 'The control process did not answer. Redirects go on meanwhile; it is back within seconds.'
}
