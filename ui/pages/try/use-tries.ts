import { useCallback, useSyncExternalStore } from 'react'
import { useClient, type AnyVariables, type Client, type CombinedError, type TypedDocumentNode } from 'urql'
import { TryClientDocument, TryTargetsDocument, type TryClientQuery, type TryTargetsQuery } from '../../generated/operations.ts'
import { askHead, type HeadAnswer } from './ask-head.ts'

export type Asked = { readonly video: string; readonly ip: string; readonly userAgent: string }
/** An answer of the API that is there, or why it is not. */
type Told<Data> = { readonly data: Data | undefined; readonly error: CombinedError | undefined }
export type Try = {
  readonly id: number
  readonly at: string
  readonly asked: Asked
  readonly head: HeadAnswer
  readonly client: Told<TryClientQuery>
  readonly targets: Told<TryTargetsQuery>
}

/** Tries that are kept while the page is open in the browser, the newest first. */
const KEPT = 10
/** How often the request is decided, so that turns and shares are seen. */
export const TIMES = 1_000
let tries: readonly Try[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** The last tries, which stay while one looks at other pages, and a way to make another. */
export function useTries(): { readonly tries: readonly Try[]; readonly make: (asked: Asked) => Promise<Try> } {
  const client = useClient()
  const make = useCallback((asked: Asked) => ask(client, asked), [client])
  return { tries: useSyncExternalStore(subscribe, () => tries), make }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function ask(client: Client, asked: Asked): Promise<Try> {
  const { video, ip } = asked
  const userAgent = asked.userAgent === '' ? null : asked.userAgent
  const [head, facts, targets] = await Promise.all([
    askHead(video),
    tell(client, TryClientDocument, { ip, userAgent, video }),
    tell(client, TryTargetsDocument, { requests: [{ video, clientIp: ip, userAgent, count: TIMES }] }),
  ])
  lastId += 1
  const made: Try = { id: lastId, at: new Date().toISOString(), asked, head, client: facts, targets }
  if (isAddress(made)) tries = [made, ...tries].slice(0, KEPT)
  for (const listener of listeners) listener()
  return made
}

/** What is no address is said beside its field: nothing was tried. */
function isAddress({ client }: Try): boolean {
  return client.error?.graphQLErrors.every(({ extensions }) => extensions['code'] !== 'IP_INVALID') ?? true
}

async function tell<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Told<Data>> {
  const { data, error } = await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise()
  return { data: data ?? undefined, error } // null where a field that cannot be null has failed
}
