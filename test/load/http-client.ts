import * as http from 'node:http'
import * as https from 'node:https'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

type Request = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: Readable }

/** Requests to one server over connections that are kept; follows no redirect. */
export type HttpClient = {
  /** Rejects with a short reason when there is no head of an answer within 10 s. The body is for the caller to read. */
  open(path: string, request?: Request): Promise<Answer>
  /** With the body read. */
  send(path: string, request?: Request): Promise<Omit<Answer, 'body'> & { readonly body: string }>
  /** How often a `GET` was sent again, since its connection was closed while it was idle: RFC 9112 §9.3.1. */
  countRetries(): number
  close(): void
}

const TIMEOUT_MS = 10_000
/** Sluice closes a connection that is idle for 5 s. */
const IDLE_MS = 4_000

export function openHttpClient(base: string, connections: number): HttpClient {
  const { protocol, hostname, port } = new URL(base)
  const { Agent, request: startRequest } = protocol === 'https:' ? https : http
  // First in, first out: all connections are in use, as those of many players are.
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo', timeout: IDLE_MS })
  const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port, agent }
  let retries = 0
  return {
    open,
    async send(path, request) {
      const answer = await open(path, request)
      return { ...answer, body: await text(answer.body) }
    },
    countRetries: () => retries,
    close: () => agent.destroy(),
  }

  async function open(path: string, request: Request = {}): Promise<Answer> {
    const first = await attempt(path, request)
    if (first !== 'STALE') return first
    retries += 1
    const second = await attempt(path, request)
    if (second === 'STALE') throw new Error('ECONNRESET')
    return second
  }

  /** Stale: a connection that was used before ended before any of the answer came. */
  function attempt(path: string, { method = 'GET', headers = {}, body }: Request): Promise<Answer | 'STALE'> {
    return new Promise((resolve, reject) => {
      const request = startRequest({ ...place, path, method, headers: { ...headers } }, (response) => {
        clearTimeout(timer)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response })
      })
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)), TIMEOUT_MS)
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer)
        if (method === 'GET' && request.reusedSocket && error.code === 'ECONNRESET') resolve('STALE')
        else reject(new Error(error.code ?? error.message))
      })
      request.end(body)
    })
  }
}
