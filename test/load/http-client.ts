import * as http from 'node:http'
import * as https from 'node:https'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

export type Request = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
export type Answer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: Readable }

/** Requests to one server over connections that are kept; follows no redirect. */
export type HttpClient = {
  /** Rejects with a short reason when there is no head of an answer within 10 s. The body is for the caller to read. */
  open(path: string, request?: Request): Promise<Answer>
  /** With the body read. */
  send(path: string, request?: Request): Promise<Omit<Answer, 'body'> & { readonly body: string }>
  close(): void
}

const TIMEOUT_MS = 10_000

export function openHttpClient(base: string, connections: number): HttpClient {
  const { protocol, hostname, port } = new URL(base)
  const { Agent, request: startRequest } = protocol === 'https:' ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port, agent }

  const open: HttpClient['open'] = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const request = startRequest({ ...place, path, method, headers: { ...headers } }, (response) => {
        clearTimeout(timer)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response })
      })
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)), TIMEOUT_MS)
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer)
        reject(new Error(error.code ?? error.message))
      })
      request.end(body)
    })
  return {
    open,
    async send(path, request) {
      const answer = await open(path, request)
      return { ...answer, body: await text(answer.body) }
    },
    close: () => agent.destroy(),
  }
}
