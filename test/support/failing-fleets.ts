import { seededRandom } from '../../scripts/simulate/seeded-random.ts'
import type { Conditions } from '../../src/core/conditions/effective.ts'
import type { Capacity } from '../../src/core/config/capacity.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { sealRevision } from '../../src/core/config/revision.ts'
import { continentOf } from '../../src/core/geo/countries.ts'
import type { Client } from '../../src/core/request/client.ts'
import { describeRequest } from '../../src/core/recorded/describe-request.ts'
import type { RecordedVideo } from '../../src/core/recorded/recorded-request.ts'
import { parseVideoUrl, type VideoUrl } from '../../src/core/request/video-url.ts'
import { buildTable } from '../../src/core/routing/build-table.ts'
import { compileRevision, type CompiledRevision } from '../../src/core/routing/compile.ts'
import { advance, carryCounters, noCounters, type Counters } from '../../src/core/routing/counters.ts'
import { decideVideo } from '../../src/core/routing/decide.ts'
import type { RoutingTable } from '../../src/core/routing/table.ts'
import { policyNames } from '../../src/core/selection/policies.ts'
import { conditionsWithout } from '../../src/core/simulation/failing.ts'
import { openFailures } from '../../src/core/simulation/list-contingencies.ts'
import { clientWith } from './clients.ts'
import { configWith, type ConfigParts } from './config.ts'
import { checkWith } from './health.ts'

const REQUESTS = 1_500
/** Part of hard that one request is, of the smallest CDNs: so far loads of what is decided are known. */
const ONE_REQUEST = 0.005
const [ROUNDS, COUNTED] = [80, 20]
/** Least that a CDN keeps, so that what it was asked for is known. */
const LEAST = 0.005
const KEYS = ['a', 'b', 'c', 'd', 'e']
const COUNTRIES = ['DE', 'FR', 'CH', 'US', 'JP']

type Drawn = { readonly config: RoutingConfig; readonly requests: readonly Request[]; readonly perSecond: number }
type Request = { readonly video: VideoUrl; readonly client: Client }

/** Failures of drawn fleets as they are computed, beside what really happens. */
export type Comparison = {
  readonly failures: number
  readonly overloads: number
  /** CDNs that were above hard, and that no failure told of. */
  readonly missed: readonly string[]
  /** CDNs that were told to be overloaded, and had room for 2 % or more. */
  readonly invented: readonly string[]
  /** Differences of the loads as parts of hard, in their order. */
  readonly apart: readonly number[]
}

/** Lets each CDN of so many drawn fleets fail. */
export function compareFailures(fleets: number): Comparison {
  const [missed, invented, apart]: [string[], string[], number[]] = [[], [], []]
  let [failures, overloads] = [0, 0]
  for (let seed = 1; seed <= fleets; seed += 1) {
    const { config, requests, perSecond } = drawFleet(seededRandom(seed))
    const compiled = compile(config)
    const recorded = requests.map((one) => recordOf(compiled, one))
    const recording = { revision: compiled.revision.number, config }
    const predicted = openFailures(config, [], {
      recorded: { requests: recorded, recording, perSecond },
      perSecond: undefined,
      maxKeys: 500,
    })
    if (!predicted.ok) throw new Error(predicted.problem.code)
    for (const { key: down } of config.cdns) {
      failures += 1
      const rates = failIn(compiled, conditionsWithout(config, [], [down]), requests, perSecond)
      for (const { key, requestsPerSecond, capacity, isOverloaded } of predicted.value([down]).cdns) {
        if (capacity === null) continue
        const hard = (capacity * (config.cdns.find((cdn) => cdn.key === key)?.capacity?.hardPercent ?? 0)) / 100
        const [load, told] = [(rates.get(key) ?? 0) / hard, (requestsPerSecond ?? 0) / hard]
        const name = `fleet ${seed} without ${down}: ${key} at ${load.toFixed(3)} of hard, told ${told.toFixed(3)}`
        apart.push(Math.abs(load - told))
        overloads += Number(isOverloaded)
        if (load > 1 + ONE_REQUEST && !isOverloaded) missed.push(name)
        if (load < 0.98 && isOverloaded) invented.push(name)
      }
    }
  }
  return { failures, overloads, missed, invented, apart: apart.toSorted((a, b) => a - b) }
}

/**
 * Lets CDNs fail: decides all requests anew, while each CDN keeps less the fuller it was. Gives the requests a second of each over the
 * last rounds, behind those in which it settles.
 */
function failIn(
  compiled: CompiledRevision,
  conditions: Conditions,
  requests: readonly Request[],
  perSecond: number,
): ReadonlyMap<string, number> {
  const { cdns } = compiled.revision.config
  const keeps = new Map<string, number>()
  const sums = new Map<string, number>()
  let counters: Counters = noCounters()
  let table: RoutingTable | undefined
  for (let round = 1; round <= ROUNDS; round += 1) {
    const load = new Map([...keeps].map(([key, keep]) => [key, { key, keepPercent: keep * 100, roomPercent: 100 }]))
    const next = buildTable(compiled, { ...conditions, load }, table)
    counters = carryCounters(counters, table, next, undefined)
    table = next
    const rates = new Map<string, number>()
    for (const { video, client } of requests) {
      const decision = decideVideo(table, counters, video, client)
      advance(counters, decision)
      if (decision.kind === 'CDN') add(rates, decision.cdn.key, perSecond / requests.length)
    }
    if (!control(cdns, rates, keeps) && round === 1) return rates
    if (round > ROUNDS - COUNTED) for (const [key, rate] of rates) add(sums, key, rate / COUNTED)
  }
  return sums
}

function recordOf(compiled: CompiledRevision, { video, client }: Request): RecordedVideo {
  return { ...describeRequest(compiled, { country: true, asn: true }, video, client), refusal: null, weight: 1 }
}

function add(sums: Map<string, number>, key: string, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more)
}

/** Sets what each CDN keeps by what it was asked for. Returns whether one keeps less than all. */
function control(cdns: readonly Cdn[], rates: ReadonlyMap<string, number>, keeps: Map<string, number>): boolean {
  for (const { key, capacity } of cdns) {
    if (capacity?.requestsPerSecond == null) continue
    const [soft, hard] = [capacity.softPercent / 100, capacity.hardPercent / 100]
    const asked = (rates.get(key) ?? 0) / capacity.requestsPerSecond / (keeps.get(key) ?? 1)
    if (asked > soft) keeps.set(key, Math.max(LEAST, hard / (hard - soft + asked)))
    else keeps.delete(key)
  }
  return keeps.size > 0
}

function compile(config: RoutingConfig): CompiledRevision {
  const head = { number: 1, publishedAt: '', author: '', message: null, parent: null, rollbackOf: null }
  const compiled = compileRevision(sealRevision({ ...head, config }))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return compiled.value
}

function drawFleet(random: () => number): Drawn {
  const keys = KEYS.slice(0, upTo(2, 5))
  const config = configWith({ ...drawConfig(), ratio: pick([0, 0, 5, 10]) })
  const { clusters } = compile(config)
  const directories = Array.from({ length: upTo(20, 300) }, (_, index) => `${pick(['/live/', '/vod/', '/'])}${index}/`)
  const requests = Array.from({ length: REQUESTS }, () => {
    const directory = directories[Math.floor(directories.length * random() ** 2)]
    const url = `https://s${upTo(1, 9)}.origin-cluster${directory}a.m3u8`
    const video = parseVideoUrl(clusters, `/?video=${encodeURIComponent(url)}`) as VideoUrl
    const country = pick(COUNTRIES)
    const client = clientWith({
      address: '192.0.2.1',
      network: `10.0.${upTo(0, 300)}`,
      isIpv6: false,
      country,
      continent: continentOf(country),
    })
    return { video, client }
  })
  return { config, requests, perSecond: 1_000 }

  function drawConfig(): ConfigParts {
    const cdns = keys.map((key) => ({
      key,
      weight: upTo(1, 5),
      ...(random() < 0.7 && { healthCheck: checkWith() }),
      ...(random() < 0.9 && { capacity: drawCapacity() }),
      ...(random() < 0.2 && { excludeCountries: [pick(COUNTRIES)] }),
    }))
    const pools = Array.from({ length: upTo(0, 3) }, (_, index) => ({
      key: `p${index}`,
      policy: pick(policyNames),
      members: drawMembers(),
      fallbacks: index > 0 && random() < 0.5 ? [`p${index - 1}`] : [],
    }))
    const rules = pools.map(({ key }, index) => ({
      key: `r${index}`,
      pool: key,
      position: index + 1,
      match: pick([
        { pathPrefixes: ['/live/'] },
        { countries: [pick(COUNTRIES)] },
        { pathPrefixes: ['/vod/'], countries: [pick(COUNTRIES)] },
        {},
      ]),
    }))
    return { cdns, pools, rules }
  }

  function drawMembers() {
    const members = keys.filter(() => random() < 0.7)
    return (members.length === 0 ? keys : members).map((cdn) => ({
      cdn,
      weight: upTo(1, 5),
      priority: upTo(1, 2),
      places: random() < 0.6 ? [{ country: pick(COUNTRIES) }] : [],
      ...(random() < 0.2 && { maxSharePercent: upTo(20, 80) }),
    }))
  }

  function drawCapacity(): Capacity {
    const softPercent = upTo(60, 90)
    return { requestsPerSecond: upTo(100, 900), mbps: null, softPercent, hardPercent: softPercent + upTo(5, 30) }
  }

  function upTo(least: number, most: number): number {
    return least + Math.floor(random() * (most - least + 1))
  }

  function pick<T>(values: readonly T[]): T {
    return values[Math.floor(random() * values.length)] as T
  }
}
