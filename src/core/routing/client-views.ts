import { inOrder, type Rule } from '../config/rule.ts'
import { indexZones } from '../geo/zone-index.ts'
import type { Client } from '../request/client.ts'
import { refusalProblem } from '../request/refusal.ts'
import { parseVideoUrl } from '../request/video-url.ts'
import { fail, ok, type Result } from '../result.ts'
import type { CompiledRevision } from './compile.ts'
import { findRule } from './find-rule.ts'
import { partOfClients } from './rule.ts'

/** The client as a revision looks at it, whatever overrides and health say. */
export type ClientView = {
  /** Key of the zone that has the client: of those that hold its address, the one with the longest prefix. */
  readonly zone: string | undefined
  /** Keys of all zones that hold its address. */
  readonly zones: readonly string[]
  /** Enabled rules whose conditions about clients all hold, by position. */
  readonly rules: readonly Rule[]
  /** Keys of the CDNs that are denied to it. */
  readonly excludedCdns: readonly string[]
}

/** The decision of the rules about a video URL. */
export type RuleView = {
  /** Undefined: none matches. */
  readonly rule: string | undefined
  /** Undefined: that of all CDNs. */
  readonly pool: string | undefined
}

export type ClientViews = {
  readonly viewOf: (client: Client) => ClientView
  /** Finds the rule for a video URL. Fails with the codes of a redirect, since such a request reaches no rule. */
  readonly ruleFor: (client: Client, video: string) => Result<RuleView>
}

/** Prepares a revision for questions about clients. */
export function prepareClientViews({ revision, clusters, rules, zones, groups }: CompiledRevision): ClientViews {
  const { config } = revision
  const named = (config.zones ?? []).map(({ key, cidrs }) => ({ key, index: indexZones([{ cidrs }]) }))
  const enabled = inOrder(config.rules ?? [])
  const isInPart = enabled.map(({ key, match }) => partOfClients(key, match.clientPercent))
  return {
    viewOf(client) {
      const address = client.address()
      const zone = zones.zoneOf(address)
      const denied = groups?.traitsOf(groups.groupOf(client)).denied
      return {
        zone: zone === undefined ? undefined : named[zone]?.key,
        zones: named.filter(({ index }) => index.zoneOf(address) !== undefined).map(({ key }) => key),
        rules: rulesFor(client),
        excludedCdns: config.cdns.filter((_, index) => denied?.has(index) === true).map(({ key }) => key),
      }
    },
    ruleFor(client, video) {
      const parsed = parseVideoUrl(clusters, `/?video=${encodeURIComponent(video.toWellFormed())}`)
      if (parsed.kind === 'REFUSED') return fail({ ...refusalProblem(parsed), field: 'video' })
      const rule = findRule(rules, parsed, client)?.key
      return ok({ rule, pool: enabled.find(({ key }) => key === rule)?.pool })
    },
  }

  function rulesFor(client: Client): readonly Rule[] {
    const holding = rules.clientConditions.map((placesFor) => placesFor(client))
    return enabled.filter((_, place) => holding.every((places) => places[place] === 1) && isInPart[place]?.(client) !== false)
  }
}
