import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'

export type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: string }

export type Ask = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs?: number
  /** Address from which it is asked. */
  readonly localAddress?: string
}

/** One request on a connection of its own; follows no redirect. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, timeoutMs = 10_000, localAddress }: Ask = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const how = { method, headers: { ...headers }, agent: false, timeout: timeoutMs, ...(localAddress && { localAddress }) }
    const request = httpRequest(url, how, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      response.on('error', reject)
    })
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    request.on('error', reject)
    request.end(body)
  })
}

/**
 * Sends these bytes over a bare socket and reads until the server closes the connection, or falls silent for a while. The first
 * byte may take longer: the machine may be busy.
 */
export function askRaw(
  port: number,
  bytes: string,
  silenceMs = 500,
): Promise<{ readonly text: string; readonly closed: boolean }> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    socket.setTimeout(Math.max(silenceMs, 5_000))
    socket.on('timeout', () => {
      resolve({ text, closed: false })
      socket.destroy()
    })
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      socket.setTimeout(silenceMs)
    })
    socket.on('end', () => resolve({ text, closed: true }))
    socket.on('error', reject)
  })
}

export type GraphqlAnswer<T> = {
  readonly data?: T
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
  readonly extensions?: object
}

/** One GraphQL operation over POST. */
export async function graphql<T>(url: string, token: string, query: string, variables: object = {}): Promise<GraphqlAnswer<T>> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const answer = await ask(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  return JSON.parse(answer.body) as GraphqlAnswer<T>
}
