import { cdnFindings, cdnListFindings, tooManyCdns } from './cdn-findings.ts'
import { problemsOf, type Checked } from './checked.ts'
import {
  parseCdn,
  parseOriginCluster,
  parseSettings,
  type CdnEdit,
  type OriginClusterEdit,
  type SettingsEdit,
} from './entries.ts'
import { byKey, defaultSettings, MAX_CDNS, MAX_ORIGIN_CLUSTERS, type RoutingConfig } from './model.ts'
import { originClusterFindings, originClusterListFindings, tooManyOriginClusters } from './origin-cluster-findings.ts'
import { settingsFindings } from './settings-findings.ts'
import { error, inOrder, type ValidationIssue } from './validation-issue.ts'
import { describeDifference, type Problem } from '../result.ts'

/** A whole configuration as somebody wrote it: what it doesn't name is gone, what it leaves out takes its default. */
export type WholeConfig = {
  readonly cdns: readonly CdnEdit[]
  readonly originClusters: readonly OriginClusterEdit[]
  readonly settings: SettingsEdit
}

/**
 * Everything that is wrong or odd with a document, all at once: of each entry what its parser finds, and of the whole what can be
 * said of the entries that were let through. `config` is all of the document where no issue is an error. Entries beyond the
 * most that there may be are not looked at, so that the report has a bound.
 */
export function checkDocument(document: WholeConfig): {
  readonly config: RoutingConfig
  readonly issues: readonly ValidationIssue[]
} {
  const cdns = parseList('cdns', document.cdns.slice(0, MAX_CDNS), (edit) => parseCdn(edit, undefined))
  const clusters = parseList('originClusters', document.originClusters.slice(0, MAX_ORIGIN_CLUSTERS), (edit) =>
    parseOriginCluster(edit, undefined),
  )
  const settings = parseSettings(document.settings, defaultSettings)
  const config: RoutingConfig = {
    cdns: cdns.entries,
    originClusters: clusters.entries,
    settings: settings.ok ? settings.value : defaultSettings,
  }
  const areTooMany = { cdns: document.cdns.length > MAX_CDNS, clusters: document.originClusters.length > MAX_ORIGIN_CLUSTERS }
  const issues = [
    ...(areTooMany.cdns ? [tooManyCdns(document.cdns.length)] : []),
    ...cdns.issues,
    ...(areTooMany.cdns || cdns.issues.length > 0 ? [] : cdnListFindings(config)),
    ...cdnFindings(config),
    ...(areTooMany.clusters ? [tooManyOriginClusters(document.originClusters.length)] : []),
    ...clusters.issues,
    ...(areTooMany.clusters || clusters.issues.length > 0 ? [] : originClusterListFindings(config)),
    ...originClusterFindings(config),
    ...(settings.ok ? settingsFindings(config) : problemsOf(settings).map((problem) => issueOf('settings', problem))),
  ]
  return { config, issues: inOrder(issues) }
}

type Keyed = { readonly key: string }
type ParsedList<T> = { readonly entries: readonly T[]; readonly issues: readonly ValidationIssue[] }

/** Of entries with one key the first that its parser lets through counts. */
function parseList<Edit extends Keyed, T extends Keyed>(
  list: string,
  edits: readonly Edit[],
  parse: (edit: Edit) => Checked<T>,
): ParsedList<T> {
  const entries = new Map<string, T>()
  const keys = new Set<string>()
  const issues: ValidationIssue[] = []
  for (const [index, edit] of edits.entries()) {
    const parsed = parse(edit)
    const problems = problemsOf(parsed)
    const hasKey = !problems.some(({ field }) => field === 'key')
    const path = hasKey ? `${list}.${edit.key}` : `${list}[${index}]`
    issues.push(...problems.map((problem) => issueOf(path, problem)))
    if (hasKey && keys.has(edit.key)) {
      const message = `"${edit.key}" is the key of more than one entry`
      issues.push(error('DUPLICATE', `${path}.key`, message, 'remove one of the two or give it another key'))
    } else if (parsed.ok) entries.set(edit.key, parsed.value)
    keys.add(edit.key)
  }
  return { entries: [...entries.values()].toSorted(byKey), issues }
}

function issueOf(path: string, problem: Problem): ValidationIssue {
  return error(problem.code, `${path}.${problem.field}`, describeDifference(problem), problem.remedy)
}
