import type { RoutingConfig } from './model.ts'
import { isPublicSuffix } from './public-suffix.ts'
import { matchesNoLabel, serverLabelMatcher } from './server-label.ts'
import { error, warning, type ValidationIssue } from '../validation-issue.ts'

/** What only the whole list shows: meaningless while a cluster of it is missing. */
export function* originClusterListFindings({ originClusters }: RoutingConfig): Generator<ValidationIssue> {
  if (originClusters.length > 0) return
  const message = 'without an origin cluster every video URL is refused'
  yield error('NO_ORIGIN_CLUSTER', 'originClusters', message, 'add an origin cluster')
}

/**
 * What is wrong or odd about a cluster by itself or beside another one. A suffix that ends in another's is fine: a host belongs
 * to the cluster whose suffix is all of it but its first label.
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
      const message = 'no host label is as long as the pattern wants it (1 to 63 characters), so every video URL of it is refused'
      yield warning('PATTERN_MATCHES_NOTHING', `originClusters.${key}.serverLabelPattern`, message, 'correct the pattern')
    }
    // A pattern that is one name leaves nothing to register.
    if (isPublicSuffix(hostSuffix) && !/^[a-z0-9-]+$/.test(serverLabelPattern ?? '')) {
      const message = `anybody may register a name under "${hostSuffix}", and players are redirected there, too`
      yield warning(
        'PUBLIC_SUFFIX',
        `originClusters.${key}.hostSuffix`,
        message,
        'give a suffix that only your servers are under',
      )
    }
    const [label = '', ...rest] = hostSuffix.split('.')
    // With a pattern of one's own the first label of a suffix may well look like a server.
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
