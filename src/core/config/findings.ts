import { cdnFindings, cdnListFindings } from './cdn-findings.ts'
import type { RoutingConfig } from './model.ts'
import type { ListName } from './nouns.ts'
import { originClusterFindings, originClusterListFindings } from './origin-cluster-findings.ts'
import type { ValidationIssue } from '../validation-issue.ts'

type Find = (config: RoutingConfig) => Iterable<ValidationIssue>

/**
 * Findings of each list: about the whole, which mean nothing while an entry is missing, and about an entry by itself or beside others.
 * Apart from the lists themselves: workers need those, and not the list of public suffixes.
 */
export const findings: Readonly<Record<ListName, { readonly ofList: Find; readonly ofEntries: Find }>> = {
  cdns: { ofList: cdnListFindings, ofEntries: cdnFindings },
  originClusters: { ofList: originClusterListFindings, ofEntries: originClusterFindings },
}
