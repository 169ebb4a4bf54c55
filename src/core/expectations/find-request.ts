import type { When } from '../config/expectation.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import { compilePathGlob } from '../request/path-glob.ts'
import type { IpAddress } from '../request/ip-address.ts'
import { knownClient } from '../request/known-client.ts'
import { unknownFacts } from '../geo/client-facts.ts'
import { partOfClients } from '../routing/rule.ts'
import type { Region } from './client-classes.ts'
import { findPath, mayBegin, OPEN, type FoundPath, type PathConditions } from './find-path.ts'
import type { Space, SpaceRule } from './space.ts'
import type { Steps } from './steps.ts'

/** An address is read and hashed, about as long as so many steps. */
const STEPS_OF_AN_ADDRESS = 10

/** A request that a rule decides. */
export type RuledRequest = {
  readonly cluster: OriginCluster
  readonly path: string
  readonly region: Region
  readonly zone: string | undefined
  readonly address: IpAddress
  readonly asn: number | undefined
  readonly userAgent: string
}

/** Requests of some clients that are looked for: those that this rule matches and none of the earlier ones. */
export type WantedRequest = {
  readonly when: When
  readonly rule: SpaceRule
  readonly earlier: readonly SpaceRule[]
  /** Index of the class of zones, and those of the classes of regions, each with a region that is meant. */
  readonly zone: number
  readonly regions: readonly { readonly index: number; readonly region: Region }[]
}

/** `NONE` is proved. `OPEN`: there is more to try than allowed. */
export type FoundRequest = RuledRequest | 'NONE' | 'OPEN'

/** Finds a request. Goes over all that the rules tell apart, so that it finds one wherever there is one. */
export function findRequest(space: Space, { when, rule, earlier, zone, regions }: WantedRequest, steps: Steps): FoundRequest {
  const { match } = rule
  const asked = new Set<string>()
  let isOpen = false
  const ofZone = earlier.filter((other) => other.zones[zone] === 1)
  // Without such a condition a client of whom nothing is known fulfils the fewest conditions of earlier rules.
  for (const asn of match.asns ?? [undefined]) {
    const ofAsn = ofZone.filter(({ match: { asns } }) => asns === undefined || (asn !== undefined && asns.includes(asn)))
    for (const userAgent of match.userAgents ?? ['']) {
      const ofAgent = ofAsn.filter(({ match: { userAgents } }) => userAgents?.some((text) => userAgent.includes(text)) !== false)
      for (const [cluster, ofCluster] of clustersFor(space, when, rule, ofAgent))
        for (const { index, region } of regions) {
          if (!steps.take(ofZone.length + ofCluster.length + 1)) return 'OPEN'
          const left = ofCluster.filter((other) => other.regions[index] === 1)
          const name = left.map(({ key }) => key).join(' ')
          if (asked.has(name)) continue
          asked.add(name)
          const found = findPathAndClient(space, { when, rule, earlier: left, zone }, steps)
          if (found === 'OPEN') isOpen = true
          else if (found !== 'NONE') return { cluster, region, asn, userAgent, ...found }
        }
    }
  }
  return isOpen ? 'OPEN' : 'NONE'
}

/** Clusters with the rules that are about them, one of those that the rules do not tell apart. */
function* clustersFor(
  { clusters }: Space,
  when: When,
  { match }: SpaceRule,
  earlier: readonly SpaceRule[],
): Generator<readonly [OriginCluster, readonly SpaceRule[]]> {
  const isMeant = ({ originClusters }: Pick<When, 'originClusters'>, key: string) => originClusters?.includes(key) !== false
  const naming = earlier.filter((other) => other.match.originClusters !== undefined)
  const seen = new Set<string>()
  for (const cluster of clusters) {
    if (!isMeant(when, cluster.key) || !isMeant(match, cluster.key)) continue
    const named = naming.filter((other) => isMeant(other.match, cluster.key))
    const name = named.map(({ key }) => key).join(' ')
    if (seen.has(name)) continue
    seen.add(name)
    yield [cluster, naming.length === 0 ? earlier : earlier.filter((other) => isMeant(other.match, cluster.key))]
  }
}

type Left = Pick<WantedRequest, 'when' | 'rule' | 'earlier' | 'zone'>
type PathAndClient = Pick<RuledRequest, 'path' | 'zone' | 'address'>

/** Rules for a part of the clients are passed by another client, or by another path. */
function findPathAndClient(space: Space, { when, rule, earlier, zone }: Left, steps: Steps): PathAndClient | 'NONE' | 'OPEN' {
  const found = pathAgainst(earlier.filter(({ match }) => match.clientPercent === undefined))
  if (found.kind !== 'FOUND') return found.kind
  const { path } = found
  const parts = earlier.filter(({ match }) => match.clientPercent !== undefined && fits(match, path))
  const outside = clientOutside(parts)
  if (typeof outside === 'object') return { path, ...outside }
  if (parts.length === 0) return outside
  const other = pathAgainst(earlier)
  const anyone = clientOutside([])
  return other.kind === 'FOUND' && typeof anyone === 'object' ? { path: other.path, ...anyone } : 'OPEN'

  function pathAgainst(rules: readonly SpaceRule[]): FoundPath {
    let isOpen = false
    const against = rules.map(({ match }) => match)
    for (const beginning of beginningsOf(when, rule.match))
      for (const glob of rule.match.pathGlobs ?? [undefined]) {
        const tried = steps.take(against.length + 1) ? findPath({ beginning, glob, against }, steps) : OPEN
        if (tried.kind === 'FOUND') return tried
        if (tried.kind === 'OPEN') isOpen = true
      }
    return { kind: isOpen ? 'OPEN' : 'NONE' }
  }

  function clientOutside(rules: readonly SpaceRule[]): Pick<PathAndClient, 'zone' | 'address'> | 'NONE' | 'OPEN' {
    const isInPart = partOfClients(rule.key ?? '', rule.match.clientPercent)
    const isInOthers = rules.map(({ key, match }) => partOfClients(key ?? '', match.clientPercent))
    let isOpen = false
    for (const key of space.zones[zone]?.values ?? []) {
      const address = space.addresses.find(
        key,
        (one) => {
          const client = knownClient(one, unknownFacts, '')
          return isInPart?.(client) !== false && isInOthers.every((isIn) => isIn?.(client) !== true)
        },
        () => steps.take(STEPS_OF_AN_ADDRESS + isInOthers.length),
      )
      if (address === 'OPEN') isOpen = true
      else if (address !== 'NONE') return { zone: key, address }
    }
    return isOpen ? 'OPEN' : 'NONE'
  }
}

/** Beginnings of the paths that both are about, each of which needs a prefix of either. */
export function beginningsOf(
  { pathPrefixes: some = ['/'] }: When,
  { pathPrefixes: others = ['/'] }: PathConditions,
): readonly string[] {
  return some.flatMap((one) =>
    others.filter((other) => mayBegin(one, other)).map((other) => (one.length > other.length ? one : other)),
  )
}

function fits({ pathPrefixes, pathGlobs }: PathConditions, path: string): boolean {
  const isBegun = pathPrefixes?.some((prefix) => path.startsWith(prefix)) !== false
  return isBegun && pathGlobs?.some((glob) => compilePathGlob(glob)(path)) !== false
}
