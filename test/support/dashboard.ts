import { openGraphqlClient } from './web-socket.ts'
import { subscribe } from './sse.ts'

/** The numbers of the revisions that a dashboard showed, in order; it reconnects by itself when its connection ends. */
export type Dashboard = { readonly shown: readonly number[]; close(): Promise<void> }

const query = 'subscription { configPublished { number } }'
type Published = { readonly configPublished: { readonly number: number } }

export function openWebSocketDashboard(url: string, token: string): Dashboard {
  const shown: number[] = []
  const client = openGraphqlClient(url, token)
  client.subscribe<Published>(
    { query },
    {
      next: ({ data }) => show(shown, data ?? undefined),
      error: () => undefined,
      complete: () => undefined,
    },
  )
  return { shown, close: async () => client.dispose() }
}

export function openSseDashboard(url: string, token: string): Dashboard {
  const shown: number[] = []
  const state = { closed: false, close: (): void => undefined }
  const following = follow()
  return {
    shown,
    async close() {
      state.closed = true
      state.close()
      await following
    },
  }

  async function follow(): Promise<void> {
    for (let attempt = 0; attempt < 1_000 && !state.closed; attempt += 1) {
      try {
        const events = await subscribe(url, token, query)
        state.close = () => events.close()
        for (let event = await events.next<Published>(); event !== undefined; event = await events.next<Published>())
          show(shown, event)
      } catch {
        // away: try again
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** On every connection the present state comes first; a page shows it once. */
function show(shown: number[], event: Published | undefined): void {
  if (event !== undefined && event.configPublished.number !== shown.at(-1)) shown.push(event.configPublished.number)
}
