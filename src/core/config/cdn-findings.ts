import { MAX_WEIGHT_PERIOD, weightPeriod } from '../selection/weight-period.ts'
import { parseBaseUrl, type BaseUrl } from './base-url.ts'
import type { Cdn } from './cdn.ts'
import type { RoutingConfig } from './model.ts'
import type { OriginCluster } from './origin-cluster.ts'
import { whyOutOfReach } from './reach.ts'
import { schemes } from '../request/scheme.ts'
import { serverLabelMatcher } from './server-label.ts'
import { error, warning, type ValidationIssue } from '../validation-issue.ts'

/** A share below both bounds, of all CDN traffic and of an equal share, is more likely a slip than intended. */
const TINY = { share: 0.001, ofEqualShare: 0.01 }

/** Findings about the list as a whole; meaningless while a CDN is missing from it. */
export function* cdnListFindings({ cdns }: RoutingConfig): Generator<ValidationIssue> {
  const enabled = cdns.filter((cdn) => cdn.enabled)
  const totalWeight = enabled.reduce((sum, cdn) => sum + cdn.weight, 0)
  if (enabled.length === 0) {
    yield warning('NO_CDN', 'cdns', 'no CDN is enabled, so every valid request goes to the origin', 'add or enable a CDN')
  } else if (totalWeight === 0) {
    yield error(
      'ZERO_WEIGHT',
      'cdns',
      'the weights of all enabled CDNs sum to 0, so none would be chosen',
      'give at least one enabled CDN a weight above 0',
    )
  }
  const period = weightPeriod(enabled)
  if (period > MAX_WEIGHT_PERIOD) {
    const message = `the weights sum to ${period} over their common divisor, at most ${MAX_WEIGHT_PERIOD} are allowed`
    yield error('WEIGHT_SUM_TOO_LARGE', 'cdns', message, 'use smaller weights with the same proportions')
  }
  const tinyWeight = totalWeight * Math.min(TINY.share, TINY.ofEqualShare / enabled.length)
  for (const { key, weight } of totalWeight === 0 ? [] : enabled) {
    const path = `cdns.${key}.weight`
    if (weight === 0) {
      const message = 'a CDN of weight 0 is only a fallback: it gets no traffic while another CDN can be used'
      yield warning('FALLBACK_ONLY', path, message, 'give it a weight above 0, or disable it to keep all traffic away')
    } else if (weight < tinyWeight) {
      const message = `${weight} of ${totalWeight} is less than one in 1,000 requests to CDNs, too few to show whether it works`
      yield warning('SHARE_TINY', path, message, 'raise its weight or lower those of the others')
    }
  }
}

/** Findings about a CDN by itself, or beside another CDN or an origin cluster. Skips disabled CDNs, which get no traffic. */
export function* cdnFindings({ cdns, originClusters }: RoutingConfig): Generator<ValidationIssue> {
  const clusters = new Map(originClusters.map((cluster) => [cluster.hostSuffix, cluster]))
  const takesHttps = originClusters.some((cluster) => cluster.schemes.includes('https'))
  const takesBoth = schemes.every((scheme) => originClusters.some((cluster) => cluster.schemes.includes(scheme)))
  const seen = new Map<string, string>()
  for (const cdn of cdns) {
    const base = parseBaseUrl(cdn.baseUrl)
    if (!base.ok || !cdn.enabled) continue
    const path = `cdns.${cdn.key}.baseUrl`
    yield* twinFinding(cdn, base.value, seen)
    yield* reachFinding(path, base.value)
    yield* originFinding(path, base.value, clusters)
    yield* schemeFinding(path, base.value, { takesHttps, takesBoth })
  }
}

function* twinFinding({ key }: Cdn, { authority, prefix }: BaseUrl, seen: Map<string, string>): Generator<ValidationIssue> {
  const place = `${authority}${prefix}`
  const twin = seen.get(place)
  if (twin === undefined) seen.set(place, key)
  else {
    const message = `the CDN "${twin}" leads to the same place, so their weights add up there`
    yield warning('SAME_BASE_URL', `cdns.${key}.baseUrl`, message, 'delete one of the two or correct its base URL')
  }
}

function* reachFinding(path: string, base: BaseUrl): Generator<ValidationIssue> {
  const why = whyOutOfReach(hostOf(base))
  if (why === undefined) return
  yield warning('CDN_OUT_OF_REACH', path, `players elsewhere can not reach it: ${why}`, 'give a public name')
}

function* originFinding(path: string, base: BaseUrl, clusters: ReadonlyMap<string, OriginCluster>): Generator<ValidationIssue> {
  const [label = '', ...suffix] = hostOf(base).split('.')
  const cluster = clusters.get(suffix.join('.'))
  if (cluster === undefined || !serverLabelMatcher(cluster.serverLabelPattern)(label)) return
  const message = `its host is a server of the origin cluster "${cluster.key}", so its share goes to the origin, under another path`
  yield warning('CDN_IS_ORIGIN', path, message, "give the CDN's own host")
}

type Taken = { readonly takesHttps: boolean; readonly takesBoth: boolean }

function* schemeFinding(
  path: string,
  { scheme, authority }: BaseUrl,
  { takesHttps, takesBoth }: Taken,
): Generator<ValidationIssue> {
  const port = authority.split(':')[1]
  if (scheme === 'http' && takesHttps) {
    const message = 'players that asked for https are sent to http, which browsers refuse as mixed content'
    yield warning('CDN_INSECURE', path, message, 'use https://, or no scheme for that of the video URL')
  }
  if ((scheme === 'https' && port === '80') || (scheme === 'http' && port === '443')) {
    yield warning('PORT_UNFIT', path, `${port} is not the port of ${scheme}`, 'leave the port out, or give the one that is meant')
  }
  if (scheme === undefined && port !== undefined && takesBoth) {
    const message = `without a scheme both http and https are sent to port ${port}, which speaks one of them`
    yield warning('PORT_UNFIT', path, message, 'give the scheme, or leave the port out')
  }
}

function hostOf({ authority }: BaseUrl): string {
  return authority.split(':')[0] ?? ''
}
