import { MAX_WEIGHT_PERIOD, weightPeriod } from '../selection/weight-period.ts'
import type { Cdn } from './cdn.ts'
import type { RoutingConfig } from './model.ts'
import type { OriginCluster } from './origin-cluster.ts'
import { whyOutOfReach } from './reach.ts'
import { redirectFormOf, type RedirectForm } from './redirect-form.ts'
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
    const form = redirectFormOf(cdn)
    if (!form.ok || !cdn.enabled) continue
    const path = pathOf(cdn, '{base}')
    yield* twinFinding(cdn, form.value, seen)
    yield* reachFinding(path, form.value)
    yield* originFinding(path, form.value, clusters)
    yield* conflictFinding(cdn)
    yield* schemeFinding(cdn, form.value, { takesHttps, takesBoth })
    yield* unsignedFinding(cdn)
  }
}

/** Place of a finding about scheme or host: the template, where it has its own instead of the placeholder. */
function pathOf({ key, urlTemplate }: Cdn, placeholder: '{scheme}' | '{base}'): string {
  return `cdns.${key}.${(urlTemplate ?? placeholder).includes(placeholder) ? 'baseUrl' : 'urlTemplate'}`
}

function* twinFinding(cdn: Cdn, { authority, rest }: RedirectForm, seen: Map<string, string>): Generator<ValidationIssue> {
  const place = `${authority} ${JSON.stringify(rest)}`
  const twin = seen.get(place)
  if (twin === undefined) seen.set(place, cdn.key)
  else {
    const message = `the CDN "${twin}" leads to the same place, so their weights add up there`
    yield warning('SAME_BASE_URL', pathOf(cdn, '{base}'), message, 'delete one of the two or correct where it leads')
  }
}

function* reachFinding(path: string, form: RedirectForm): Generator<ValidationIssue> {
  const why = whyOutOfReach(hostOf(form))
  if (why === undefined) return
  yield warning('CDN_OUT_OF_REACH', path, `players elsewhere can not reach it: ${why}`, 'give a public name')
}

function* originFinding(
  path: string,
  form: RedirectForm,
  clusters: ReadonlyMap<string, OriginCluster>,
): Generator<ValidationIssue> {
  const [label = '', ...suffix] = hostOf(form).split('.')
  const cluster = clusters.get(suffix.join('.'))
  if (cluster === undefined || !serverLabelMatcher(cluster.serverLabelPattern)(label)) return
  const message = `its host is a server of the origin cluster "${cluster.key}", so its share goes to the origin, under another path`
  yield warning('CDN_IS_ORIGIN', path, message, "give the CDN's own host")
}

/** One of the two would be ignored, and nobody can tell which one was meant. */
function* conflictFinding(cdn: Cdn): Generator<ValidationIssue> {
  const named = redirectFormOf({ ...cdn, httpsOnly: false })
  if (cdn.httpsOnly !== true || !named.ok || named.value.scheme !== 'http') return
  const message = `httpsOnly asks for https, and ${pathOf(cdn, '{scheme}')} names http`
  yield error('SCHEME_CONFLICT', `cdns.${cdn.key}.httpsOnly`, message, 'name https or no scheme there, or leave httpsOnly out')
}

type Taken = { readonly takesHttps: boolean; readonly takesBoth: boolean }

function* schemeFinding(
  cdn: Cdn,
  { scheme, authority }: RedirectForm,
  { takesHttps, takesBoth }: Taken,
): Generator<ValidationIssue> {
  const [path, hostPath] = [pathOf(cdn, '{scheme}'), pathOf(cdn, '{base}')]
  const port = authority.split(':')[1]
  if (scheme === 'http' && takesHttps) {
    const message = 'players that asked for https are sent to http, which browsers refuse as mixed content'
    yield warning('CDN_INSECURE', path, message, 'use https://, or no scheme for that of the video URL')
  }
  if ((scheme === 'https' && port === '80') || (scheme === 'http' && port === '443')) {
    const remedy = 'leave the port out, or give the one that is meant'
    yield warning('PORT_UNFIT', hostPath, `${port} is not the port of ${scheme}`, remedy)
  }
  if (scheme === undefined && port !== undefined && takesBoth) {
    const message = `without a scheme both http and https are sent to port ${port}, which speaks one of them`
    yield warning('PORT_UNFIT', hostPath, message, 'give the scheme, or leave the port out')
  }
}

/** Probes have no signature, so a CDN that wants one answers them with a refusal. */
function* unsignedFinding({ key, signing, healthCheck }: Cdn): Generator<ValidationIssue> {
  const isRefusalExpected = healthCheck?.expectStatus?.some((status) => status === 401 || status === 403)
  if (!signing || !healthCheck || isRefusalExpected) return
  const message = 'its probes are not signed: where their path needs a signature they are refused, and the CDN is taken out'
  yield warning('CHECK_UNSIGNED', `cdns.${key}.healthCheck`, message, 'check a path without signatures, or expect status 403')
}

function hostOf({ authority }: RedirectForm): string {
  return authority.split(':')[0] ?? ''
}
