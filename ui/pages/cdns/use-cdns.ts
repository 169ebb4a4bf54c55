import { useEffect, useMemo, useRef } from 'react'
import { useClient, useQuery, type CombinedError } from 'urql'
import { usePolled } from '../../client/use-polled.ts'
import {
  CdnsBudgetsDocument,
  CdnsHealthChangedDocument,
  CdnsLiveDocument,
  CdnsLoadsDocument,
  CdnsStateDocument,
  type CdnsBudgetsQuery,
  type CdnsLiveQuery,
  type CdnsLoadsQuery,
  type CdnsStateQuery,
} from '../../generated/operations.ts'

type Live = CdnsLiveQuery['liveRevision']
export type Probe = NonNullable<CdnsStateQuery['health']['cdns'][number]['lastProbe']>

/** A CDN of the live revision, with how it is. */
export type CdnRow = Live['config']['cdns'][number] & {
  readonly state: CdnsStateQuery['health']['cdns'][number] | undefined
  readonly traffic: CdnsStateQuery['traffic']['byCdn'][number] | undefined
  readonly load: CdnsLoadsQuery['liveRevision']['config']['cdns'][number]['load']
}

/** An origin cluster of the live revision, with what is left of its budget on this node, in requests a second. */
export type ClusterRow = Live['config']['originClusters'][number] & { readonly budgetLeft: number | null }

export type Cdns = {
  readonly revision: number
  readonly node: string
  readonly windowSeconds: number
  readonly cdns: readonly CdnRow[]
  readonly originClusters: readonly ClusterRow[]
  readonly ratio: number
  /** Redirects to any origin in the window. */
  readonly origin: number
}

export type CdnsAnswer = {
  readonly data: Cdns | undefined
  readonly error: CombinedError | undefined
  readonly fetching: boolean
  readonly again: () => void
}

const EVERY_MS = 3_000
/** Loads of many CDNs are work for the node, and change slowly. */
const LOADS_EVERY_MS = 10_000
/** A subscription begins with an event for each CDN: they are one reason to ask, as are those of one failure. */
const PAUSE_MS = 300

/** The CDNs of the live revision and how each is, anew every few seconds and with each change of health. */
export function useCdns(): CdnsAnswer {
  const [live, askLive] = useQuery({ query: CdnsLiveDocument })
  const state = usePolled({ query: CdnsStateDocument }, EVERY_MS)
  const hasLoads = live.data?.liveRevision.config.cdns.some(({ capacity }) => capacity !== null) === true
  const loads = usePolled({ query: CdnsLoadsDocument, pause: !hasLoads }, LOADS_EVERY_MS)
  const hasBudgets = live.data?.liveRevision.config.originClusters.some((one) => one.maxRequestsPerSecond !== null) === true
  const budgets = usePolled({ query: CdnsBudgetsDocument, pause: !hasBudgets }, EVERY_MS)
  const number = state.data?.liveRevision.number
  const isOther = number !== undefined && live.data !== undefined && number !== live.data.liveRevision.number
  useEffect(() => {
    if (isOther) askLive({ requestPolicy: 'network-only' })
  }, [isOther, askLive])
  useHealthChanges(state.again)
  const data = useMemo(
    () =>
      live.data === undefined || state.data === undefined
        ? undefined
        : joined(live.data.liveRevision, state.data, {
            cdns: loads.data?.liveRevision.config.cdns ?? [],
            originClusters: budgets.data?.liveRevision.config.originClusters ?? [],
          }),
    [live.data, state.data, loads.data, budgets.data],
  )
  return { data, error: live.error ?? state.error, fetching: live.fetching || state.fetching, again: state.again }
}

/** What is asked only where something has it. */
type Told = {
  readonly cdns: CdnsLoadsQuery['liveRevision']['config']['cdns']
  readonly originClusters: CdnsBudgetsQuery['liveRevision']['config']['originClusters']
}

function joined({ number, config }: Live, { health, traffic, workers }: CdnsStateQuery, told: Told): Cdns {
  const states = new Map(health.cdns.map((one) => [one.key, one]))
  const shares = new Map(traffic.byCdn.map((one) => [one.key, one]))
  const loads = new Map(told.cdns.map((one) => [one.key, one.load]))
  const left = new Map(told.originClusters.map(({ key, budgetLeft }) => [key, budgetLeft]))
  const cdns = config.cdns.map((cdn) => ({
    ...cdn,
    state: states.get(cdn.key),
    traffic: shares.get(cdn.key),
    load: loads.get(cdn.key) ?? null,
  }))
  const { windowSeconds, origin } = traffic
  return {
    revision: number,
    node: workers[0]?.node ?? 'this node',
    windowSeconds,
    cdns,
    originClusters: config.originClusters.map((cluster) => ({ ...cluster, budgetLeft: left.get(cluster.key) ?? null })),
    ratio: config.settings.ratio,
    origin,
  }
}

/** Asks anew a moment after health has changed, without a rendering for each event. */
function useHealthChanges(again: () => void): void {
  const client = useClient()
  const latest = useRef(again)
  useEffect(() => {
    latest.current = again
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const listening = client.subscription(CdnsHealthChangedDocument, {}).subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        latest.current()
      }, PAUSE_MS)
    })
    return () => {
      listening.unsubscribe()
      clearTimeout(timer)
    }
  }, [client])
}
