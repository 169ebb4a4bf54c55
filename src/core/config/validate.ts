import { MAX_CDNS, MAX_ORIGIN_CLUSTERS, MAX_WEIGHT_PERIOD, type RoutingConfig } from './model.ts'
import { weightPeriod } from '../selection/weighted.ts'

/** What one player may come to: segments of a second for picture and sound with their playlists, and a buffer filled at the start. */
const ONE_PLAYER = { perSecond: 5, burst: 20 }

/** One finding about a whole configuration. Errors block a publish, warnings only one that asks for it. */
export type ValidationIssue = {
  readonly severity: 'ERROR' | 'WARNING'
  readonly code: string
  readonly path: string
  readonly message: string
  readonly remedy: string
}

/** Everything that is wrong with the configuration as a whole, all at once; each part alone was parsed when it was edited. */
export function validateConfig(config: RoutingConfig): readonly ValidationIssue[] {
  return [...cdnIssues(config), ...originClusterIssues(config), ...settingsIssues(config)]
}

export function hasErrors(issues: readonly ValidationIssue[]): boolean {
  return issues.some((issue) => issue.severity === 'ERROR')
}

/** The warnings that publishing the working copy would add to those of the live revision: another code, or at another path. */
export function findNewWarnings(workingCopy: RoutingConfig, live: RoutingConfig | undefined): readonly ValidationIssue[] {
  const known = live === undefined ? [] : validateConfig(live)
  return validateConfig(workingCopy).filter(
    ({ severity, code, path }) => severity === 'WARNING' && !known.some((issue) => issue.code === code && issue.path === path),
  )
}

function* cdnIssues({ cdns }: RoutingConfig): Generator<ValidationIssue> {
  const enabled = cdns.filter((cdn) => cdn.enabled)
  if (cdns.length > MAX_CDNS) {
    yield error(
      'TOO_MANY',
      'cdns',
      `there are ${cdns.length} CDNs, at most ${MAX_CDNS} are allowed`,
      'delete CDNs that are no longer used',
    )
  }
  if (enabled.length === 0) {
    yield warning('NO_CDN', 'cdns', 'no CDN is enabled, so every valid request goes to the origin', 'add or enable a CDN')
  } else if (enabled.every((cdn) => cdn.weight === 0)) {
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
}

function* originClusterIssues({ originClusters }: RoutingConfig): Generator<ValidationIssue> {
  if (originClusters.length > MAX_ORIGIN_CLUSTERS) {
    const message = `there are ${originClusters.length} origin clusters, at most ${MAX_ORIGIN_CLUSTERS} are allowed`
    yield error('TOO_MANY', 'originClusters', message, 'delete clusters that are no longer used')
  }
  if (originClusters.length === 0) {
    yield error(
      'NO_ORIGIN_CLUSTER',
      'originClusters',
      'without an origin cluster every video URL is refused',
      'add an origin cluster',
    )
  }
  const seen = new Map<string, string>()
  for (const { key, hostSuffix } of originClusters) {
    const other = seen.get(hostSuffix)
    if (other !== undefined) {
      const message = `"${hostSuffix}" is also the suffix of the origin cluster "${other}"`
      yield error('DUPLICATE', `originClusters.${key}.hostSuffix`, message, 'delete one of the two or change its suffix')
    }
    seen.set(hostSuffix, key)
  }
}

function* settingsIssues({ settings }: RoutingConfig): Generator<ValidationIssue> {
  if (settings.redirectStatus === 301 || settings.redirectStatus === 308) {
    const message = `${settings.redirectStatus} is permanent: clients that ignore no-store keep using one target and the ratio no longer holds`
    yield warning('PERMANENT_REDIRECT', 'settings.redirectStatus', message, 'use 302 or 307')
  }
  const { perAddress } = settings.rateLimit ?? {}
  if (perAddress !== undefined && (perAddress.perSecond < ONE_PLAYER.perSecond || perAddress.burst < ONE_PLAYER.burst)) {
    const message = `${perAddress.perSecond} a second and ${perAddress.burst} at once for an address refuse a single player that asks for each segment here`
    const remedy = `allow at least ${ONE_PLAYER.perSecond} a second and ${ONE_PLAYER.burst} at once, times the players behind one address`
    yield warning('RATE_LIMIT_LOW', 'settings.rateLimit.perAddress', message, remedy)
  }
}

function error(code: string, path: string, message: string, remedy: string): ValidationIssue {
  return { severity: 'ERROR', code, path, message, remedy }
}

function warning(code: string, path: string, message: string, remedy: string): ValidationIssue {
  return { severity: 'WARNING', code, path, message, remedy }
}
