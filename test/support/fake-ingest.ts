import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type SentryEvent = {
  readonly server_name: string
  readonly environment: string
  readonly release: string
  readonly fingerprint: readonly string[]
  readonly tags: Readonly<Record<string, unknown>>
  readonly exception: {
    readonly values: readonly {
      readonly type: string
      readonly value: string
      readonly stacktrace?: { readonly frames: unknown[] }
    }[]
  }
}

/** An ingest of Sentry's protocol that keeps what it gets. */
export type FakeIngest = {
  readonly dsn: string
  readonly events: readonly SentryEvent[]
  /** All that came: method, path, headers and body. */
  readonly received: readonly { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[]
  /** What it answers from now on; HANGS: nothing. */
  answer(status: number | 'HANGS', headers?: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

export async function startFakeIngest(key: string): Promise<FakeIngest> {
  const received: { url: string; headers: IncomingHttpHeaders; body: string }[] = []
  const events: SentryEvent[] = []
  let next: { readonly status: number | 'HANGS'; readonly headers: Readonly<Record<string, string>> } = {
    status: 200,
    headers: {},
  }
  const server: Server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    dsn: `http://${key}@127.0.0.1:${(server.address() as AddressInfo).port}/42`,
    events,
    received,
    answer: (status, headers = {}) => void (next = { status, headers }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    received.push({ url: `${request.method} ${request.url}`, headers: request.headers, body })
    const [, item = '', event = ''] = body.split('\n')
    if ((JSON.parse(item) as { type: string }).type === 'event') events.push(JSON.parse(event) as SentryEvent)
    if (next.status !== 'HANGS') response.writeHead(next.status, next.headers).end('{}')
  }
}
