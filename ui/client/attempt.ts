import { useClient, type AnyVariables, type CombinedError, type TypedDocumentNode } from 'urql'
import { useKept } from './kept.ts'

/** One request for a change, from its sending to its answer. */
type Attempt<Data, Variables> =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'SENT'; readonly variables: Variables }
  | { readonly kind: 'ANSWERED'; readonly variables: Variables; readonly data: Data }
  /** Nothing was made. */
  | { readonly kind: 'FAILED'; readonly variables: Variables; readonly error: CombinedError }
  /** Nobody knows whether it was made. */
  | { readonly kind: 'LOST'; readonly variables: Variables; readonly error: CombinedError }

export type Attempts<Data, Variables> = {
  readonly attempt: Attempt<Data, Variables>
  /** Resolves to the answer, if one came. */
  readonly send: (variables: Variables) => Promise<Data | undefined>
  /** Sends the same again: with an idempotency key in its variables it makes nothing twice. */
  readonly again: () => Promise<Data | undefined>
  readonly forget: () => void
}

/** Sends a mutation, and keeps what was sent until its outcome is known, also while its page is away. */
export function useAttempt<Data, Variables extends AnyVariables>(
  name: string,
  document: TypedDocumentNode<Data, Variables>,
): Attempts<Data, Variables> {
  const client = useClient()
  const [attempt, keep] = useKept<Attempt<Data, Variables>>(name, { kind: 'NONE' })

  async function send(variables: Variables): Promise<Data | undefined> {
    keep({ kind: 'SENT', variables })
    const { data, error } = await client.mutation(document, variables).toPromise()
    if (data !== undefined && error === undefined) keep({ kind: 'ANSWERED', variables, data })
    else if (error !== undefined) keep({ kind: isRefusal(error) ? 'FAILED' : 'LOST', variables, error })
    return data
  }

  return {
    attempt,
    send,
    again: async () => (attempt.kind === 'NONE' ? undefined : send(attempt.variables)),
    forget: () => keep({ kind: 'NONE' }),
  }
}

/** Whether the API said that it did not do it; a cut connection says nothing. */
function isRefusal({ graphQLErrors, response }: CombinedError): boolean {
  const status = (response as Response | undefined)?.status ?? 0
  return graphQLErrors.length > 0 || (status >= 400 && status < 500)
}

/** A new key for a request that may have to be sent again. Also for a page without TLS, where `randomUUID` is missing. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
