import { once } from 'node:events'
import { createClient, type Client } from 'graphql-ws'
import { WebSocket, type ClientOptions } from 'ws'

/** A `graphql-transport-ws` client that reconnects by itself, as a dashboard's would. */
export function openGraphqlClient(url: string, token: string): Client {
  return createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 100,
    shouldRetry: () => true,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 100)),
  })
}

/** A bare socket that has sent these messages; resolves when it is open, rejects with the HTTP status when it is refused. */
export async function openSocket(
  url: string,
  messages: readonly object[] = [],
  options: ClientOptions & { readonly protocol?: string } = {},
) {
  const { protocol = 'graphql-transport-ws', ...rest } = options
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, rest)
  const received: { readonly type: string; readonly id?: string; readonly payload?: unknown }[] = []
  const ended = once(socket, 'close')
  const closed = ended.then(([code]) => code as number)
  const reason = ended.then(([, bytes]) => String(bytes))
  socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString())))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
    socket.once('unexpected-response', (_request, response) => reject(new Error(`refused with ${response.statusCode}`)))
  })
  for (const message of messages) socket.send(JSON.stringify(message))
  return { socket, received, closed, reason }
}
