import { reasonOf, type AdminClient } from '../admin-client.ts'
import type { Target } from '../target.ts'
import type { Load } from '../scenario.ts'
import type { Deliveries } from './deliveries.ts'
import { startPace, type Going } from './pace.ts'
import type { Keep } from './redirects.ts'

const query = `mutation Publish($cdn: CdnInput!) {
  upsertCdn(input: $cdn) { __typename ... on UserError { code } }
  publish(input: { message: "load", waitForWorkersSeconds: 5 }) {
    __typename
    ... on PublishSuccess { revision { number } workers { isRunning afterMs } }
    ... on UserError { code }
  }
}`

type Answer = {
  readonly upsertCdn: { readonly code?: string }
  readonly publish: {
    readonly code?: string
    readonly revision?: { readonly number: number }
    readonly workers?: readonly { readonly isRunning: boolean; readonly afterMs: number | null }[]
  }
}

/** Publishes edits of a CDN for each publisher, and reads the receipts. */
export function startPublishes(
  admin: AdminClient,
  load: Load,
  { measures, expected, target, deliveries }: Keep & { readonly target: Target; readonly deliveries: Deliveries },
): Going {
  let last = 0
  return startPace({ perSecond: load.publishesPerSecond, slots: load.publishers }, publish, () =>
    measures.fail('publish', 'the one before was not answered in time'),
  )

  async function publish(dueMs: number, publisher: number): Promise<void> {
    const number = (last += 1)
    const key = target.publisherCdn(publisher)
    const cdn = target.isOwn ? { key, baseUrl: expected.baseUrlOf(key, number) } : { key, name: `load ${number}` }
    const sentMs = performance.now()
    try {
      const answer = await admin.graphql<Answer>(query, { cdn })
      const code = answer.upsertCdn.code ?? answer.publish.code
      if (code !== undefined) return measures.fail('publish', code)
      const { revision, workers = [] } = answer.publish
      deliveries.published(revision?.number ?? 0, sentMs)
      measures.done('publish', performance.now() - dueMs)
      for (const { afterMs } of workers) if (afterMs !== null) measures.done('commitToWorker', afterMs)
      if (workers.length === 0 || !workers.every(({ isRunning }) => isRunning))
        return measures.fail('commitToWorker', 'a worker does not run it within 5 s')
      if (target.isOwn) expected.published(key, number)
    } catch (error) {
      measures.fail('publish', reasonOf(error))
    }
  }
}
