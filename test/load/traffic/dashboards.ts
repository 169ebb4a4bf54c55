import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { reasonOf, type AdminClient } from '../admin-client.ts'
import { openHttpClient } from '../http-client.ts'
import type { Load } from '../scenario.ts'
import type { Target } from '../target.ts'
import type { Deliveries } from './deliveries.ts'
import type { Going } from './pace.ts'
import type { Keep } from './redirects.ts'

const query = 'subscription { configPublished { number } }'
/** How many are opened at once. */
const CROWD = 20
/** After the last publish. */
const NEWEST_WITHIN_MS = 5_000

type Dashboard = { readonly isOpen: Promise<void>; close(): void }
type Watch = { readonly onRevision: (number: number) => void; readonly onEnd: (why: string) => void }

/** Opens dashboards, each of which has to see revisions in order, and the newest at last. */
export async function openDashboards(
  admin: AdminClient,
  load: Load,
  { measures, target, deliveries }: Pick<Keep, 'measures'> & { readonly target: Target; readonly deliveries: Deliveries },
): Promise<Going> {
  const shown: number[] = []
  const state = { isClosing: false }
  const streams = openHttpClient(target.adminUrl, load.dashboards)
  const dashboards: Dashboard[] = []
  for (let from = 0; from < load.dashboards; from += CROWD) {
    const crowd = Array.from({ length: Math.min(CROWD, load.dashboards - from) }, (_, index) => open(from + index))
    dashboards.push(...crowd)
    await Promise.all(crowd.map(({ isOpen }) => isOpen))
  }
  return { stop }

  function open(index: number): Dashboard {
    const watch: Watch = {
      onRevision(number) {
        // On subscribing comes what is live.
        if (shown[index] !== undefined) deliveries.seen(number, performance.now())
        if (number <= (shown[index] ?? 0)) measures.fail('delivery', 'a revision came twice, or after a later one')
        shown[index] = number
      },
      onEnd(why) {
        if (!state.isClosing) measures.fail('delivery', why)
      },
    }
    return index % 2 === 0 ? openWebSocket(target, watch) : openEventStream(streams, admin.headers, watch)
  }

  async function stop(): Promise<void> {
    const deadlineMs = performance.now() + NEWEST_WITHIN_MS
    while (countBehind() > 0 && performance.now() < deadlineMs) await pause(20)
    for (let behind = countBehind(); behind > 0; behind -= 1) measures.fail('delivery', 'a dashboard lacks the newest revision')
    state.isClosing = true
    for (const dashboard of dashboards) dashboard.close()
    streams.close()
  }

  function countBehind(): number {
    return dashboards.filter((_, index) => (shown[index] ?? 0) < deliveries.newest()).length
  }
}

/** Over `graphql-transport-ws`. */
function openWebSocket({ adminUrl, token }: Target, { onRevision, onEnd }: Watch): Dashboard {
  const opened = Promise.withResolvers<void>()
  const client = createClient({
    url: `${adminUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  })
  const end = (why: string): void => {
    opened.resolve()
    onEnd(why)
  }
  client.subscribe<{ readonly configPublished: { readonly number: number } }>(
    { query },
    {
      next({ data }) {
        opened.resolve()
        if (data) onRevision(data.configPublished.number)
      },
      error: () => end('a WebSocket was refused or cut'),
      complete: () => end('a WebSocket was ended'),
    },
  )
  return { isOpen: opened.promise, close: () => void client.dispose() }
}

/** Over Server-Sent Events. */
function openEventStream(streams: ReturnType<typeof openHttpClient>, headers: AdminClient['headers'], watch: Watch): Dashboard {
  const opened = Promise.withResolvers<void>()
  const state = { close: (): void => undefined }
  void follow()
  return { isOpen: opened.promise, close: () => state.close() }

  async function follow(): Promise<void> {
    try {
      const { status, body } = await streams.open('/graphql', {
        method: 'POST',
        headers: { ...headers, accept: 'text/event-stream', 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      state.close = () => body.destroy()
      if (status !== 200) throw new Error(`status ${status}`)
      await readRevisions(body)
      watch.onEnd('an event stream was ended')
    } catch (error) {
      watch.onEnd(`an event stream: ${reasonOf(error)}`)
    } finally {
      opened.resolve()
    }
  }

  async function readRevisions(body: AsyncIterable<Buffer>): Promise<void> {
    let text = ''
    for await (const chunk of body) {
      const blocks = (text + chunk.toString()).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const number = /"configPublished":\{"number":(\d+)\}/.exec(block)?.[1]
        if (number !== undefined) watch.onRevision(Number(number))
      }
      opened.resolve()
    }
  }
}
