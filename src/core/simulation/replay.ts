import type { ClientFacts } from '../geo/client-facts.ts'
import { parseIpAddress } from '../request/ip-address.ts'
import { knownClient } from '../request/known-client.ts'
import { advance, noCounters } from '../routing/counters.ts'
import { decide } from '../routing/decide.ts'
import type { Decision } from '../routing/decision.ts'
import { locationOf } from '../routing/location.ts'
import type { RoutingTable } from '../routing/table.ts'
import type { DifferenceReason } from './difference-reasons.ts'
import { addTo, ORIGIN, type Counts } from './tally.ts'

/** A request that another redirector has answered. */
export type AnsweredRequest = {
  /** Line of its log. */
  readonly line: number
  /** Request target with the parameter `video`. */
  readonly target: string
  /** Undefined: unknown. */
  readonly address: string | undefined
  readonly facts: ClientFacts
  readonly userAgent: string
  readonly status: number
  /** Undefined: the log does not tell it. */
  readonly location: string | undefined
}

/** Requests that go elsewhere than they went, for one reason. */
type Difference = {
  readonly from: string
  readonly to: string
  readonly reason: DifferenceReason
  readonly requests: number
  readonly firstLine: number
}

type Comparison = {
  readonly requests: number
  readonly agreeing: number
  /** Redirects of which the log does not tell where they went. */
  readonly untold: number
  /** The most frequent first. */
  readonly differences: readonly Difference[]
  /** Requests by target there and here: a CDN, the origin, another host, or a refusal. */
  readonly targets: readonly { readonly key: string; readonly there: number; readonly here: number }[]
}

/** Compares answers one by one, as many as there are: it keeps counts alone. */
export type Replay = { readonly take: (request: AnsweredRequest) => void; readonly compare: () => Comparison }

/** Policies that give turns: two redirectors with the same weights give the same shares, by other turns. */
const byTurn: ReadonlySet<string> = new Set(['WEIGHTED', 'FAILOVER', 'LEAST_LOAD'])
/** Differences that are told apart, so that a log of any hosts takes no more memory. */
const MAX_KINDS = 1_000
/** Name of hosts and kinds beyond that. */
const OTHERS = 'others'

export function openReplay(table: RoutingTable, nowEpochMs: number): Replay {
  const counters = noCounters()
  const differences = new Map<string, { requests: number; readonly firstLine: number }>()
  const [there, here]: [Counts, Counts] = [new Map(), new Map()]
  const cdnsOfHost = Map.groupBy(
    table.effective.config.cdns.map(({ key }, index) => ({ key, ...splitUrl(table.templates[index]?.start.https ?? '') })),
    ({ host }) => host,
  )
  let [requests, agreeing, untold] = [0, 0, 0]
  return { take, compare }

  function take(request: AnsweredRequest): void {
    const { address, facts, userAgent, target, line, status, location } = request
    const client = knownClient(address === undefined ? undefined : parseIpAddress(address), facts, userAgent)
    const decision = decide(table, counters, target, client)
    advance(counters, decision)
    requests += 1
    const isRedirect = status >= 300 && status < 400
    if (isRedirect && location === undefined) {
      untold += 1
      return
    }
    const from = isRedirect ? targetOf(location ?? '', decision) : String(status)
    const to = decision.kind === 'REFUSED' ? decision.code : decision.kind === 'CDN' ? decision.cdn.key : ORIGIN
    const reason = reasonOf(decision, { from, to, isRedirect, location: location ?? '' })
    addTo(there, from, 1)
    addTo(here, reason === undefined && decision.kind === 'REFUSED' ? from : to, 1)
    if (reason === undefined) agreeing += 1
    else addDifference(kindOf(`${from} ${to}`, reason), line)
  }

  function kindOf(targets: string, reason: DifferenceReason): string {
    const words = `${targets} ${reason}`
    return differences.has(words) || differences.size < MAX_KINDS ? words : `${OTHERS} ${OTHERS} ${reason}`
  }

  function addDifference(words: string, line: number): void {
    const known = differences.get(words)
    if (known !== undefined) known.requests += 1
    else differences.set(words, { requests: 1, firstLine: line })
  }

  /** The origin is known by the host of the video itself, and CDNs that share a host by how their URLs begin. */
  function targetOf(location: string, decision: Decision): string {
    const { host, rest } = splitUrl(location)
    const { serverLabel = '', cluster } = decision.kind === 'REFUSED' ? {} : decision.video
    if (cluster !== undefined && host.replace(/:\d+$/, '') === `${serverLabel}.${cluster.hostSuffix}`) return ORIGIN
    const cdns = cdnsOfHost.get(host) ?? []
    const begun = cdns.filter((cdn) => rest.startsWith(cdn.rest)).toSorted((a, b) => b.rest.length - a.rest.length)
    const cdn = begun[0] ?? cdns[0]
    return cdn?.key ?? (there.has(host) || there.size < MAX_KINDS ? host : OTHERS)
  }

  function reasonOf(decision: Decision, { from, to, isRedirect, location }: Answers): DifferenceReason | undefined {
    if (decision.kind === 'REFUSED') return isRedirect ? 'REFUSED_HERE' : undefined
    if (!isRedirect) return 'REFUSED_THERE'
    if (from === to) return withoutScheme(locationOf(decision, nowEpochMs)) === withoutScheme(location) ? undefined : 'URL'
    if (from !== ORIGIN && !table.effective.config.cdns.some(({ key }) => key === from)) return 'UNKNOWN_HOST'
    if (from === ORIGIN || to === ORIGIN) return 'RATIO'
    const pool = table.pools[decision.pool ?? 0]
    if (pool?.usable.some(({ key }) => key === from) !== true) return 'OTHER_POOL'
    return byTurn.has(pool.policy) ? 'TURN' : 'POLICY'
  }

  function compare(): Comparison {
    const keys = [...new Set([...there.keys(), ...here.keys()])].toSorted()
    return {
      requests,
      agreeing,
      untold,
      differences: [...differences]
        .map(([words, counted]) => ({ ...differenceOf(words), ...counted }))
        .toSorted((a, b) => b.requests - a.requests),
      targets: keys.map((key) => ({ key, there: there.get(key) ?? 0, here: here.get(key) ?? 0 })),
    }
  }
}

type Answers = { readonly from: string; readonly to: string; readonly isRedirect: boolean; readonly location: string }

function differenceOf(words: string): Pick<Difference, 'from' | 'to' | 'reason'> {
  const [from = '', to = '', reason] = words.split(' ')
  return { from, to, reason: reason as DifferenceReason } // as `take` wrote them
}

/** Splits a URL behind its host. One that has no host leads back to where it came from, which is told as `/`. */
function splitUrl(url: string): { readonly host: string; readonly rest: string } {
  const [, host = '/', rest = ''] = /^(?:https?:)?\/\/([^/?#\s]*)(.*)/i.exec(url) ?? []
  return { host: host.toLowerCase(), rest }
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:/i, '')
}
