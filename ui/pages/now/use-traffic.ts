import { useEffect, useReducer } from 'react'
import { useClient, type CombinedError } from 'urql'
import { useConnection } from '../../client/connection.ts'
import { useSession } from '../../client/session.tsx'
import { NowHistoryDocument, NowTickDocument, type NowHistoryQuery } from '../../generated/operations.ts'
import { addTick, joinHistory, noTraffic, STEP_SECONDS, type Counts, type TrafficSeries } from './traffic-series.ts'

export type Traffic = {
  readonly series: TrafficSeries
  /** By how much the clock of the node is ahead of the browser's. */
  readonly aheadSeconds: number
  /** Undefined before the history came. */
  readonly isThere: boolean
  readonly error: CombinedError | undefined
}

type News =
  | { readonly kind: 'HISTORY'; readonly told: NowHistoryQuery['trafficHistory']; readonly nowSeconds: number }
  | { readonly kind: 'TICK'; readonly counts: Counts; readonly nowSeconds: number }
  | { readonly kind: 'ERROR'; readonly error: CombinedError }

const nothing: Traffic = { series: noTraffic, aheadSeconds: 0, isThere: false, error: undefined }

/** An hour of traffic at once, then each second what is pushed. After a gap the history is asked for anew. */
export function useTraffic(): Traffic {
  const client = useClient()
  const { connection } = useSession()
  const { state } = useConnection(connection)
  const [traffic, hear] = useReducer(reduce, nothing)
  useEffect(() => {
    const listening = client.subscription(NowTickDocument, {}).subscribe(({ data }) => {
      if (data !== undefined) hear({ kind: 'TICK', counts: data.trafficTick, nowSeconds: Date.now() / 1_000 })
    })
    return () => listening.unsubscribe()
  }, [client])
  useEffect(() => {
    if (state !== 'OPEN') return
    async function ask(): Promise<void> {
      const { data, error } = await client.query(NowHistoryDocument, {}, { requestPolicy: 'network-only' }).toPromise()
      if (data !== undefined) hear({ kind: 'HISTORY', told: data.trafficHistory, nowSeconds: Date.now() / 1_000 })
      else if (error !== undefined) hear({ kind: 'ERROR', error })
    }
    void ask()
  }, [client, state])
  return traffic
}

function reduce(traffic: Traffic, news: News): Traffic {
  switch (news.kind) {
    case 'TICK':
      return { ...traffic, series: addTick(traffic.series, news.counts, news.nowSeconds + traffic.aheadSeconds) }
    case 'HISTORY': {
      const steps = news.told.points.map(({ at, requests, origin, cdn, refused }) => ({
        requests,
        origin,
        cdn,
        refused,
        endSeconds: Date.parse(at) / 1_000,
        seconds: news.told.stepSeconds,
      }))
      const aheadSeconds = aheadBy(steps.at(-1)?.endSeconds, news.nowSeconds)
      return { series: joinHistory(traffic.series, steps), aheadSeconds, isThere: true, error: undefined }
    }
    case 'ERROR':
      return { ...traffic, error: news.error }
    default:
      return news satisfies never
  }
}

/** The last step ended within the last step's time, unless the clocks differ. */
function aheadBy(lastEndSeconds: number | undefined, nowSeconds: number): number {
  if (lastEndSeconds === undefined) return 0
  const age = nowSeconds - lastEndSeconds
  return age >= -1 && age <= 2 * STEP_SECONDS ? 0 : STEP_SECONDS / 2 - age
}
