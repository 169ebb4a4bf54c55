import {
  cacheExchange,
  createClient,
  fetchExchange,
  mapExchange,
  subscriptionExchange,
  type Client,
  type ExecutionResult,
} from 'urql'
import { createClient as createSocket, type FormattedExecutionResult, type Sink } from 'graphql-ws'
import type { Connection } from './connection.ts'

export type ClientParts = {
  readonly token: string
  readonly connection: Connection
  /** Called when the token is no longer taken, with the reason for people. */
  readonly onEnded: (because: string) => void
}

export type OpenClient = { readonly client: Client; readonly close: () => void }

/** Close code of the API for a token that is not taken, or no longer: graphql-transport-ws, "Forbidden". */
const FORBIDDEN = 4403
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
const ENDED = 'The token has ended or was revoked.'

function isForbidden(end: unknown): boolean {
  return end instanceof CloseEvent && end.code === FORBIDDEN
}

/** Opens a client of the GraphQL API of this host: questions over HTTP, subscriptions over one WebSocket that comes back by itself. */
export function openClient({ token, connection, onEnded }: ClientParts): OpenClient {
  const url = new URL('/graphql', location.href)
  const socket = createSocket({
    url: url.href.replace(/^http/, 'ws'),
    connectionParams: { Authorization: `Bearer ${token}` },
    lazy: token === '', // else it stays open between pages, and tells at once when the token has ended
    onNonLazyError: () => undefined, // `closed` has heard of it
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (end) => !isForbidden(end),
    retryWait: async (retries) => {
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retries) * (0.5 + Math.random() / 2)
      connection.waits(pauseMs)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    },
    keepAlive: 10_000,
    on: {
      connecting: () => connection.connects(),
      connected: () => connection.opens(),
      message: () => connection.hears(),
      closed: (event) => {
        if (isForbidden(event)) onEnded(ENDED)
        else connection.closes()
      },
    },
  })
  const client = createClient({
    url: url.href,
    preferGetMethod: false,
    fetchOptions: { headers: { Authorization: `Bearer ${token}` } },
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange,
      mapExchange({
        onError: (error) => {
          const isRefused = (error.response as Response | undefined)?.status === 401
          if (isRefused || error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')) onEnded(ENDED)
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables = {} }) => ({ subscribe: (sink) => listen(query, variables, sink) }),
      }),
    ],
  })
  return { client, close: () => void socket.dispose() }

  function listen(query: string, variables: object, sink: Sink<ExecutionResult>) {
    const heard = ({ data = null, errors = [], extensions }: FormattedExecutionResult) =>
      sink.next({ data, ...(errors.length > 0 && { errors }), ...(extensions && { extensions }) })
    return { unsubscribe: socket.subscribe({ query, variables: { ...variables } }, { ...sink, next: heard }) }
  }
}
