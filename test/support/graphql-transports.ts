import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { ask } from './http.ts'

/** What a transport answers to one operation: the status, where it has one, and the codes of the errors. */
type Outcome = { readonly status: number | undefined; readonly codes: readonly string[]; readonly body: string }

type Operation = { readonly query: string; readonly variables?: object; readonly operationName?: string }
export type Transport = (url: string, token: string, operation: Operation) => Promise<Outcome>

const json = 'application/json'

/** Every way into the GraphQL API. */
export const transports: Readonly<Record<string, Transport>> = {
  POST: (url, token, operation) => post(url, token, operation, json),
  GET: (url, token, operation) => get(url, token, operation, json),
  'SSE by POST': (url, token, operation) => post(url, token, operation, 'text/event-stream'),
  'SSE by GET': (url, token, operation) => get(url, token, operation, 'text/event-stream'),
  WebSocket: overWebSocket,
}

async function post(url: string, token: string, operation: Operation, accept: string): Promise<Outcome> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': json, accept }
  const answer = await ask(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(operation) })
  return { ...answer, codes: codesIn(answer.body) }
}

async function get(url: string, token: string, operation: Operation, accept: string): Promise<Outcome> {
  const parameters = Object.entries(operation).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const headers = { authorization: `Bearer ${token}`, accept }
  const answer = await ask(`${url}/graphql?${new URLSearchParams(Object.fromEntries(parameters))}`, { headers })
  return { ...answer, codes: codesIn(answer.body) }
}

/** The first answer, of a stream too. */
async function overWebSocket(url: string, token: string, operation: Operation): Promise<Outcome> {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  })
  try {
    const body = await new Promise<string>((resolve, reject) => {
      client.subscribe(operation as Parameters<typeof client.subscribe>[0], {
        next: (result) => resolve(JSON.stringify(result)),
        error: (errors) => (Array.isArray(errors) ? resolve(JSON.stringify({ errors })) : reject(asError(errors))),
        complete: () => resolve(''),
      })
    })
    return { status: undefined, codes: codesIn(body), body }
  } finally {
    await client.dispose()
  }
}

/** Whichever form the answer has, its errors' codes stand there as JSON. */
function codesIn(body: string): readonly string[] {
  return [...body.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code = '']) => code)
}

function asError(problem: unknown): Error {
  return problem instanceof Error ? problem : new Error(`the socket was closed: ${JSON.stringify(problem)}`)
}
