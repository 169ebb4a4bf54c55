import type { Clock } from '../ports/clock.ts'
import { CommandFailure, cliExitCodes, reasonOf } from './command-failure.ts'
import type { Service } from './find-service.ts'
import { followStream } from './follow-stream.ts'
import { onOneLine } from './terminal.ts'

/** A document of a thousand CDNs takes a second or two on a busy machine. */
const TIMEOUT_MS = 30_000

/** Most errors shown of one answer. */
const MAX_ERRORS = 20

export type AdminApi = {
  /** Runs one operation. Never repeats it: a mutation whose answer was lost may have been done. */
  ask<T>(query: string, variables?: object): Promise<T>
  /** Runs one query, and tells how old it is in seconds, where the node answers from memory since its store is away. */
  askWithAge<T>(query: string): Promise<Answered<T>>
  /** Reads a route, whatever its status. */
  read(path: string): Promise<{ readonly status: number; readonly text: string }>
  /** Follows a subscription until `stop`, over lost connections. Fails when five tries in a row brought no event. */
  follow<T>(query: string, variables: object, stop: AbortSignal): AsyncGenerator<T, undefined>
}

/** An error that an editor can correct, as part of a mutation's result. */
export type UserError = { readonly code: string; readonly message: string; readonly field: string | null }

type ApiError = { readonly message: string; readonly extensions?: { readonly code?: string } }
/** Answer in GraphQL's form, or in that of every other route. */
type ApiAnswer<T> = {
  readonly data?: T | null
  readonly errors?: readonly ApiError[]
  readonly extensions?: { readonly storeAgeSeconds?: number | null }
  readonly error?: { readonly message?: string }
}

export type ApiParts = {
  readonly find: () => Promise<Service>
  readonly clock: Pick<Clock, 'after'>
  /** Hears how old the answer to a query of `ask` is, when the node answers from memory. */
  readonly onAge: (storeAgeSeconds: number) => void
  readonly timeoutMs?: number
}

/** Looks for the service only when there is something to ask. The token appears in the request and nowhere else. */
export function openAdminApi({ find, clock, onAge, timeoutMs = TIMEOUT_MS }: ApiParts): AdminApi {
  let found: Promise<Service> | undefined
  const run = async <T>(query: string, variables: object): Promise<Answered<T>> => {
    const service = await (found ??= find())
    const { text } = await send(service, '/graphql', timeoutMs, operation({ query, variables }))
    return readAnswer<T>(service.url, text)
  }
  return {
    async ask<T>(query: string, variables: object = {}): Promise<T> {
      const { data, storeAgeSeconds } = await run<T>(query, variables)
      if (storeAgeSeconds !== null && !query.startsWith('mutation')) onAge(storeAgeSeconds)
      return data
    },
    askWithAge: (query) => run(query, {}),
    read: async (path) => send(await (found ??= find()), path, timeoutMs, { headers: {} }),
    async *follow<T>(query: string, variables: object, stop: AbortSignal) {
      const service = await (found ??= find())
      const read = (text: string): T => readAnswer<T>(service.url, text).data
      const connect = (signal: AbortSignal): Promise<Response> =>
        open(service, '/graphql', { ...operation({ query, variables }, 'text/event-stream'), signal })
      return yield* followStream({ connect, read, clock, stop })
    },
  }
}

type Sent = Pick<RequestInit, 'method' | 'body' | 'signal'> & { readonly headers: Readonly<Record<string, string>> }

function operation(body: object, accept = 'application/json'): Sent {
  return { method: 'POST', headers: { 'content-type': 'application/json', accept }, body: JSON.stringify(body) }
}

async function send(
  service: Service,
  path: string,
  timeoutMs: number,
  sent: Sent,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await open(service, path, { ...sent, signal: AbortSignal.timeout(timeoutMs) })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    const late = new Error(`no answer within ${timeoutMs / 1_000} s; what was asked may be done all the same`)
    throw unreachable(service.url, isLate ? late : error)
  }
}

function open({ url, token }: Service, path: string, sent: Sent): Promise<Response> {
  const headers = { ...sent.headers, authorization: `Bearer ${token}` }
  return fetch(new URL(path, url), { ...sent, headers, redirect: 'error' }) // nobody else is to get the document
}

function unreachable(url: URL, error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return new CommandFailure(
    cliExitCodes.unreachable,
    `${url.href} can't be asked (${reasonOf(cause)}); check that it runs and SLUICE_URL`,
  )
}

type Answered<T> = { readonly data: T; readonly storeAgeSeconds: number | null }

/** Reads the data of an answer; fails with its errors. */
function readAnswer<T>(url: URL, text: string): Answered<T> {
  const answer = parseAnswer<T>(text)
  const [problem] = answer.errors ?? []
  if (problem !== undefined) {
    const messages = (answer.errors ?? []).slice(0, MAX_ERRORS).map(({ message }) => onOneLine(message))
    throw new CommandFailure(exitCodeOf(problem.extensions?.code), `${url.href}: ${messages.join('\n  ')}`)
  }
  if (answer.data != null) return { data: answer.data, storeAgeSeconds: answer.extensions?.storeAgeSeconds ?? null }
  const said = answer.error?.message === undefined ? '' : ` (${onOneLine(answer.error.message)})`
  throw new CommandFailure(
    cliExitCodes.unreachable,
    `${url.href} answers, but not as Sluice's admin API does${said}; check SLUICE_URL`,
  )
}

function parseAnswer<T>(text: string): ApiAnswer<T> {
  try {
    return text.trimStart().startsWith('{') ? (JSON.parse(text) as ApiAnswer<T>) : {}
  } catch {
    return {}
  }
}

function exitCodeOf(code: string | undefined): number {
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return cliExitCodes.noPermission
  if (code === 'RATE_LIMITED' || code === 'CONTROL_BUSY') return cliExitCodes.tryAgain
  return code !== undefined && withoutAnswer.has(code) ? cliExitCodes.unreachable : cliExitCodes.refused
}

/** Codes that leave open whether the change was made. */
const withoutAnswer = new Set([
  'CONTROL_UNAVAILABLE',
  'NOT_DURABLE',
  'OPERATION_TIMED_OUT',
  'OUTCOME_UNKNOWN',
  'STORE_UNAVAILABLE',
])

/** Turns a refusal of the service into a failure of the command. */
export function refusalOf({ code, message }: UserError): CommandFailure {
  const text = `${code}: ${onOneLine(message)}`
  if (code === 'STALE_REVISION' || code === 'STALE_WORKING_COPY' || code === 'TOO_SOON')
    return new CommandFailure(cliExitCodes.tryAgain, text)
  return new CommandFailure(withoutAnswer.has(code) ? cliExitCodes.unreachable : cliExitCodes.refused, text)
}
