import type { Expectation, When } from '../config/expectation.ts'
import type { Region } from './client-classes.ts'
import { mayBegin } from './find-path.ts'
import { beginningsOf, findRequest, type RuledRequest } from './find-request.ts'
import { prepareBreaches, type Breach, type FindBreach } from './breaches.ts'
import { regionsWhen, type Space, type SpaceRule } from './space.ts'
import type { Steps } from './steps.ts'

/** An expectation that does not hold, and why. */
export type Broken = {
  readonly expectation: Expectation
  /** Undefined: the proof takes more steps than allowed. */
  readonly breach: Breach | undefined
  /** Key of the rule that decides; undefined: none matches. */
  readonly rule: string | undefined
  /** Undefined: none was found, and none could be excluded. */
  readonly request: RuledRequest | undefined
}

/** Proves expectations over all requests, and finds one that breaks it for each that does not hold. */
export function findBroken(expectations: readonly Expectation[], space: Space, steps: Steps): readonly Broken[] {
  const findBreach = prepareBreaches(space, steps)
  return expectations.flatMap((expectation) => breakIt(space, expectation, findBreach, steps) ?? [])
}

/**
 * Goes over the rules that requests of an expectation can come to, in their order. Of each, the pools tell for which clients they break
 * it; whether such a client's request gets past the earlier rules is asked only then.
 */
function breakIt(space: Space, expectation: Expectation, findBreach: FindBreach, steps: Steps): Broken | undefined {
  const { when } = expectation
  const regions = regionsWhen(space, when)
  const breachesIn = keepBreaches(expectation, regions, findBreach)
  const earlier: SpaceRule[] = []
  let open: Broken | undefined
  for (const rule of space.rules) {
    if (!meets(rule, when, regions)) continue
    let near: readonly SpaceRule[] | undefined
    for (const zone of space.zones.keys()) {
      if (rule.zones[zone] !== 1) continue
      const breaches = breachesIn(rule.pool, zone)
      if (breaches === 'OPEN') return { expectation, breach: undefined, rule: rule.key, request: undefined }
      const broken = breaches.filter(({ index }) => rule.regions[index] === 1)
      if (broken.length === 0) continue
      const unproved = { expectation, breach: broken[0]?.breach, rule: rule.key, request: undefined }
      if (!steps.take(earlier.length)) return open ?? unproved
      near ??= nearTo(rule, when, earlier)
      const found = findRequest(space, { when, rule, earlier: near, zone, regions: broken }, steps)
      if (found === 'NONE') continue
      if (found === 'OPEN') open ??= unproved
      else
        return {
          expectation,
          breach: broken.find(({ region }) => region === found.region)?.breach,
          rule: rule.key,
          request: found,
        }
    }
    if (coversAll(space, rule, when, regions)) break
    earlier.push(rule)
  }
  return open
}

/** Finds breaches by pool and class of zones, once for all rules: each with its class of regions, and the region that is meant. */
function keepBreaches(expectation: Expectation, regions: readonly (Region | undefined)[], findBreach: FindBreach) {
  type Found = readonly { readonly index: number; readonly region: Region; readonly breach: Breach }[]
  const known = new Map<string, Found | 'OPEN'>()
  return (pool: number, zone: number): Found | 'OPEN' => {
    const name = `${pool} ${zone}`
    const found = known.get(name) ?? find(pool, zone)
    known.set(name, found)
    return found
  }

  function find(pool: number, zone: number): Found | 'OPEN' {
    const found: { index: number; region: Region; breach: Breach }[] = []
    for (const [index, region] of regions.entries()) {
      const breach = region === undefined ? undefined : findBreach(expectation, { pool, zone, region: index })
      if (breach === 'OPEN') return 'OPEN'
      if (region !== undefined && breach !== undefined) found.push({ index, region, breach })
    }
    return found
  }
}

/** Whether a rule is about some of the requests, as far as each condition says by itself. */
function meets(rule: SpaceRule, when: When, regions: readonly (Region | undefined)[]): boolean {
  const { match, regions: own } = rule
  const { originClusters: clusters } = match
  if (clusters !== undefined && when.originClusters?.some((key) => clusters.includes(key)) === false) return false
  if (!regions.some((region, index) => region !== undefined && own[index] === 1)) return false
  return shareSomePath(rule, beginningsOf(when, match))
}

/** Rules that some path of a rule and an expectation may fulfil. */
function nearTo({ match }: SpaceRule, when: When, rules: readonly SpaceRule[]): readonly SpaceRule[] {
  const beginnings = beginningsOf(when, match)
  return rules.filter((rule) => shareSomePath(rule, beginnings))
}

/** Whether some path with one of these beginnings may fulfil the conditions of a rule, as far as their own beginnings say. */
function shareSomePath({ match: { pathPrefixes }, globHeads }: SpaceRule, beginnings: readonly string[]): boolean {
  const isNear = (head: string) => beginnings.some((beginning) => mayBegin(head, beginning))
  if (pathPrefixes?.some(isNear) === false) return false
  return globHeads === undefined ? beginnings.length > 0 : globHeads.some(isNear)
}

/** Whether a rule matches all of the requests, so that none comes to those behind it. */
function coversAll(space: Space, rule: SpaceRule, when: When, regions: readonly (Region | undefined)[]): boolean {
  const { originClusters, pathPrefixes, pathGlobs, asns, zones, userAgents, clientPercent } = rule.match
  if ([pathGlobs, asns, zones, userAgents, clientPercent].some((condition) => condition !== undefined)) return false
  if (regions.some((region, index) => region !== undefined && rule.regions[index] !== 1)) return false
  const isBegun = (one: string) => pathPrefixes?.some((prefix) => one.startsWith(prefix)) !== false
  if (!(when.pathPrefixes ?? ['/']).every(isBegun)) return false
  const meant = space.clusters.filter(({ key }) => when.originClusters?.includes(key) !== false)
  return originClusters === undefined || meant.every(({ key }) => originClusters.includes(key))
}
