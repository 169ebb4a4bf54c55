import { useState } from 'react'
import { useClient, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql'

export type InTurn<Data> = {
  readonly data?: Data | undefined
  readonly error?: CombinedError | undefined
  readonly fetching: boolean
}

/** End of what was asked last. */
let last: Promise<unknown> = Promise.resolve()

/** Asks one simulation after the other, as the API answers a caller, and keeps the last answer while a later question fails. */
export function useInTurn<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): readonly [InTurn<Data>, (variables: Variables) => void] {
  const client = useClient()
  const [answer, setAnswer] = useState<InTurn<Data>>({ fetching: false })

  async function ask(variables: Variables): Promise<void> {
    const { data: before } = answer
    setAnswer({ data: before, fetching: true })
    const asked = last.then(async () => client.query(document, variables, { requestPolicy: 'network-only' }).toPromise())
    last = asked
    const { data, error } = await asked
    setAnswer({ data: error === undefined ? data : before, error, fetching: false })
  }

  return [answer, (variables) => void ask(variables)]
}
