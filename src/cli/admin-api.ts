import { CommandFailure, cliExitCodes, reasonOf } from './command-failure.ts'
import type { Service } from './find-service.ts'
import { onOneLine } from './terminal.ts'

/** A document of a thousand CDNs takes a second or two on a busy machine. */
const TIMEOUT_MS = 30_000

/** Most errors shown of one answer. */
const MAX_ERRORS = 20

export type AdminApi = {
  /** Runs one operation. Never repeats it: a mutation whose answer was lost may have been done. */
  ask<T>(query: string, variables?: object): Promise<T>
}

/** An error that an editor can correct, as part of a mutation's result. */
export type UserError = { readonly code: string; readonly message: string; readonly field: string | null }

type ApiError = { readonly message: string; readonly extensions?: { readonly code?: string } }
/** Answer in GraphQL's form, or in that of every other route. */
type ApiAnswer<T> = {
  readonly data?: T | null
  readonly errors?: readonly ApiError[]
  readonly error?: { readonly message?: string }
}

/** Looks for the service only when there is something to ask. The token appears in the request and nowhere else. */
export function openAdminApi(find: () => Promise<Service>, timeoutMs = TIMEOUT_MS): AdminApi {
  let found: Promise<Service> | undefined
  return {
    async ask<T>(query: string, variables: object = {}): Promise<T> {
      found ??= find()
      const { url, token } = await found
      const answer = await post<T>(url, token, JSON.stringify({ query, variables }), timeoutMs)
      const [problem] = answer.errors ?? []
      if (problem !== undefined) {
        const messages = (answer.errors ?? []).slice(0, MAX_ERRORS).map(({ message }) => onOneLine(message))
        throw new CommandFailure(exitCodeOf(problem.extensions?.code), `${url.href}: ${messages.join('\n  ')}`)
      }
      if (answer.data != null) return answer.data
      const said = answer.error?.message === undefined ? '' : ` (${onOneLine(answer.error.message)})`
      throw new CommandFailure(
        cliExitCodes.unreachable,
        `${url.href} answers, but not as Sluice's admin API does${said}; check SLUICE_URL`,
      )
    },
  }
}

async function post<T>(url: URL, token: string, body: string, timeoutMs: number): Promise<ApiAnswer<T>> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' }
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers,
      body,
      redirect: 'error', // nobody else is to get the document
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    return isObject(text) ? (JSON.parse(text) as ApiAnswer<T>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    const reason = isLate ? `no answer within ${timeoutMs / 1_000} s; what was asked may be done all the same` : reasonOf(cause)
    throw new CommandFailure(
      cliExitCodes.unreachable,
      `${url.href} can't be asked (${reason}); check that it runs and SLUICE_URL`,
    )
  }
}

function isObject(text: string): boolean {
  return text.trimStart().startsWith('{')
}

function exitCodeOf(code: string | undefined): number {
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return cliExitCodes.noPermission
  if (code === 'RATE_LIMITED' || code === 'CONTROL_BUSY') return cliExitCodes.tryAgain
  return code !== undefined && withoutAnswer.has(code) ? cliExitCodes.unreachable : cliExitCodes.refused
}

/** Codes that leave open whether the change was made. */
const withoutAnswer = new Set(['CONTROL_UNAVAILABLE', 'NOT_DURABLE', 'OUTCOME_UNKNOWN', 'STORE_UNAVAILABLE'])

/** Turns a refusal of the service into a failure of the command. */
export function refusalOf({ code, message }: UserError): CommandFailure {
  const text = `${code}: ${onOneLine(message)}`
  if (code === 'STALE_REVISION' || code === 'STALE_WORKING_COPY') return new CommandFailure(cliExitCodes.tryAgain, text)
  return new CommandFailure(withoutAnswer.has(code) ? cliExitCodes.unreachable : cliExitCodes.refused, text)
}
