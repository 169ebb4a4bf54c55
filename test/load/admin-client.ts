import { openHttpClient, type HttpClient } from './http-client.ts'

/** Client of the admin API: GraphQL and `/metrics`. */
export type AdminClient = {
  /** Rejects with a short reason when the answer has errors, or is none of GraphQL. */
  graphql<T>(query: string, variables?: object): Promise<T>
  /** The text of `/metrics`. */
  metrics(): Promise<string>
  readonly http: HttpClient
  readonly headers: Readonly<Record<string, string>>
  close(): void
}

/** More wait for one that is free. */
const CONNECTIONS = 32

export function openAdminClient(url: string, token: string): AdminClient {
  const http = openHttpClient(url, CONNECTIONS)
  const headers = { authorization: `Bearer ${token}` }
  return {
    http,
    headers,
    async graphql<T>(query: string, variables: object = {}) {
      const answer = await http.send('/graphql', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = readAnswer<T>(answer.status, answer.body)
      const code = errors?.[0]?.extensions?.code
      if (errors !== undefined || data === undefined || data === null) throw new Error(code ?? `status ${answer.status}`)
      return data
    },
    async metrics() {
      const { status, body } = await http.send('/metrics', { headers })
      if (status !== 200) throw new Error(`status ${status}`)
      return body
    },
    close: () => http.close(),
  }
}

type GraphqlAnswer<T> = { readonly data?: T; readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[] }

function readAnswer<T>(status: number, body: string): GraphqlAnswer<T> {
  try {
    return JSON.parse(body) as GraphqlAnswer<T>
  } catch {
    throw new Error(`status ${status}, no JSON`)
  }
}

/** The reason of a rejection, in few words. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
