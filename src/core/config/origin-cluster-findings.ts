import type { RoutingConfig } from './model.ts'
import { isPublicSuffix } from './public-suffix.ts'
import { matchesNoLabel, serverLabelMatcher } from './server-label.ts'
import { error, warning, type ValidationIssue } from '../validation-issue.ts'

/** Findings about the list as a whole; meaningless while a cluster is missing from it. */
export function* originClusterListFindings({ originClusters }: RoutingConfig): Generator<ValidationIssue> {
  if (originClusters.length > 0) return
  const message = 'without an origin cluster every video URL is refused'
  yield error('NO_ORIGIN_CLUSTER', 'originClusters', message, 'add an origin cluster')
}

/**
 * Findings about a cluster by itself or beside another one. A suffix may end in another cluster's suffix: a host belongs to the
 * cluster whose suffix is the host without its first label.
 */
export function* originClusterFindings({ originClusters }: RoutingConfig): Generator<ValidationIssue> {
  const seen = new Map<string, string>()
  for (const { key, hostSuffix, serverLabelPattern } of originClusters) {
    const other = seen.get(hostSuffix)
    if (other !== undefined) {
      const message = `"${hostSuffix}" is also the suffix of the origin cluster "${other}"`
      yield error('DUPLICATE', `originClusters.${key}.hostSuffix`, message, 'delete one of the two or change its suffix')
    }
    seen.set(hostSuffix, key)
    if (serverLabelPattern !== null && matchesNoLabel(serverLabelPattern)) {
      const message = 'the pattern fits no host label of 1 to 63 characters, so every video URL of this cluster is refused'
      yield warning('PATTERN_MATCHES_NOTHING', `originClusters.${key}.serverLabelPattern`, message, 'correct the pattern')
    }
    // A pattern that is a plain name matches one server, so others can't register another.
    if (isPublicSuffix(hostSuffix) && !/^[a-z0-9-]+$/.test(serverLabelPattern ?? '')) {
      const message = `anybody may register a name under "${hostSuffix}", and players are redirected there, too`
      yield warning('PUBLIC_SUFFIX', `originClusters.${key}.hostSuffix`, message, 'give a suffix that only your servers have')
    }
    const [label = '', ...rest] = hostSuffix.split('.')
    // With a custom pattern the first label of a suffix may well look like a server.
    if (serverLabelPattern === null && rest.length > 0 && serverLabelMatcher(null)(label)) {
      const message = `"${label}" looks like a server: a suffix is what stands behind the server label`
      yield warning(
        'SUFFIX_NAMES_SERVER',
        `originClusters.${key}.hostSuffix`,
        message,
        `give "${rest.join('.')}" for ${hostSuffix}`,
      )
    }
  }
}
