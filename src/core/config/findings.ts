import { cdnCountryFindings, poolCountryFindings } from './country-findings.ts'
import { cdnFindings, cdnListFindings } from './cdn-findings.ts'
import type { RoutingConfig } from './model.ts'
import type { ListName } from './nouns.ts'
import { originClusterFindings, originClusterListFindings } from './origin-cluster-findings.ts'
import { poolFindings, poolListFindings } from './pool-findings.ts'
import { ruleFindings, ruleListFindings } from './rule-findings.ts'
import { zoneFindings } from './zone-findings.ts'
import type { ValidationIssue } from '../validation-issue.ts'

type Find = (config: RoutingConfig) => Iterable<ValidationIssue>

/**
 * Findings of each list: `ofList` about the whole, meaningless while an entry is missing; `ofEntries` about an entry alone or
 * beside others. Kept apart from `lists`, since workers need those without the large table of public suffixes.
 */
export const findings: Readonly<Record<ListName, { readonly ofList: Find; readonly ofEntries: Find }>> = {
  cdns: { ofList: both(cdnListFindings, cdnCountryFindings), ofEntries: cdnFindings },
  originClusters: { ofList: originClusterListFindings, ofEntries: originClusterFindings },
  pools: { ofList: both(poolListFindings, poolCountryFindings), ofEntries: poolFindings },
  rules: { ofList: ruleListFindings, ofEntries: ruleFindings },
  zones: { ofList: () => [], ofEntries: zoneFindings },
  expectations: { ofList: () => [], ofEntries: () => [] },
}

function both(one: Find, other: Find): Find {
  return (config) => [...one(config), ...other(config)]
}
