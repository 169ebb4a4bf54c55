import { CommandFailure, cliExitCodes } from './command-failure.ts'

const TIMEOUT_MS = 10_000

type GraphqlAnswer<T> = {
  readonly data?: T
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** One operation of the admin API. Not repeated: a mutation whose answer was lost may have been done. */
export async function askAdminApi<T>(query: string, variables: object = {}): Promise<T> {
  const { SLUICE_URL: url = 'http://127.0.0.1:8000', SLUICE_TOKEN: token = '' } = process.env
  if (token === '')
    throw new CommandFailure(cliExitCodes.noPermission, 'SLUICE_TOKEN is not set; the service shows at its start how to set it')
  const answer = await post<T>(url, token, JSON.stringify({ query, variables }))
  const problem = answer.errors?.[0]
  if (problem !== undefined) throw new CommandFailure(exitCodeOf(problem.extensions?.code), `${url}: ${problem.message}`)
  if (answer.data === undefined)
    throw new CommandFailure(cliExitCodes.unreachable, `${url} answers, but not as Sluice does; check SLUICE_URL`)
  return answer.data
}

async function post<T>(url: string, token: string, body: string): Promise<GraphqlAnswer<T>> {
  try {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' }
    const response = await fetch(new URL('/graphql', url), {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return (await response.json()) as GraphqlAnswer<T>
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(cliExitCodes.unreachable, `${url} can't be asked (${reason}); check that it runs and SLUICE_URL`)
  }
}

function exitCodeOf(code: string | undefined): number {
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return cliExitCodes.noPermission
  return code === 'CONTROL_UNAVAILABLE' || code === 'STORE_UNAVAILABLE' ? cliExitCodes.unreachable : cliExitCodes.refused
}
