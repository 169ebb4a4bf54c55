import { ask, graphql } from './http.ts'
import type { Group } from './process-group.ts'
import { subscribe } from './sse.ts'
import { until } from './until.ts'

export type CanaryTold = {
  readonly revision: number
  readonly workers: number
  readonly state: 'RUNNING' | 'PROMOTED' | 'TAKEN_BACK'
  readonly reason: string | null
}
export type WorkerTold = { readonly id: string; readonly pid: number; readonly revision: number; readonly state: string }

const canaryFields = 'revision workers state reason'

/** What an operator sees and does of canaries on a running group. */
export function canariesOf(group: Group) {
  const answer = async <T>(query: string): Promise<T> => {
    const { data, errors } = await graphql<T>(group.url, group.token, query)
    if (data === undefined) throw new Error(JSON.stringify(errors))
    return data
  }
  const canary = async (): Promise<CanaryTold | null> =>
    (await answer<{ canary: CanaryTold | null }>(`{ canary { ${canaryFields} } }`)).canary
  return {
    answer,
    canary,
    /** Edits this and publishes it as a canary; resolves when its workers have taken it. */
    async publish(edit: string, terms: string) {
      const { publish } = await answer<{
        publish: {
          readonly code?: string
          readonly message?: string
          readonly revision: { readonly number: number; readonly parent: number; readonly canary: CanaryTold | null }
          readonly workers: readonly { readonly id: string; readonly isRunning: boolean }[]
        }
      }>(`mutation { ${edit} { __typename } publish(input: { waitForWorkersSeconds: 10, canary: { ${terms} } }) {
        ... on UserError { code message }
        ... on PublishSuccess { revision { number parent canary { ${canaryFields} } } workers { id isRunning } } } }`)
      return publish
    },
    async live(): Promise<number> {
      return (await answer<{ liveRevision: { number: number } }>('{ liveRevision { number } }')).liveRevision.number
    },
    async workers(): Promise<readonly WorkerTold[]> {
      return (await answer<{ workers: WorkerTold[] }>('{ workers { id pid revision state } }')).workers
    },
    /** The revisions that each worker runs, by their order. */
    async revisions(): Promise<readonly number[]> {
      const { workers } = await answer<{ workers: WorkerTold[] }>('{ workers { id pid revision state } }')
      return workers.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(({ revision }) => revision)
    },
    /** Resolves to the canary once it has ended. */
    async ended(withinMs: number): Promise<CanaryTold> {
      await until('the canary has ended', withinMs, async () => isOver(await canary().catch(() => null)))
      return (await canary()) as CanaryTold
    },
  }
}

/** Everything that workers say they run, as it is told live. */
export async function watchWorkers(group: Group): Promise<{ readonly ran: Map<string, Set<number>>; close(): void }> {
  const changes = await subscribe(group.url, group.token, 'subscription { workersChanged { id revision } }')
  const ran = new Map<string, Set<number>>()
  void (async () => {
    for (;;) {
      const event = await changes.next<{ workersChanged: readonly { readonly id: string; readonly revision: number }[] }>()
      if (event === undefined) return
      for (const { id, revision } of event.workersChanged) ran.set(id, (ran.get(id) ?? new Set()).add(revision))
    }
  })()
  return { ran, close: () => changes.close() }
}

/** So many requests, each on a connection of its own, so that all workers get some; resolves to what they were answered. */
export async function askMany(url: string, count: number): Promise<ReadonlyMap<string, number>> {
  const answers = await Promise.all(Array.from({ length: count }, () => ask(url)))
  const counts = new Map<string, number>()
  for (const { status, headers } of answers) {
    const told = headers.location === undefined ? String(status) : new URL(headers.location).host
    counts.set(told, (counts.get(told) ?? 0) + 1)
  }
  return counts
}

function isOver(canary: CanaryTold | null): boolean {
  return canary !== null && canary.state !== 'RUNNING'
}
