import { matchMeanings, type RuleMatch as Match } from '../../../core/config/rule-match.ts'
import { ruleFields, type Rule as RuleConfig } from '../../../core/config/rule.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'

const RuleMatch = builder.objectRef<Match>('RuleMatch').implement({
  description: 'Conditions that all have to hold; of the values of one, any. Null holds always.',
  fields: (t) => ({
    originClusters: t.exposeStringList('originClusters', { nullable: true, description: matchMeanings.originClusters }),
    pathPrefixes: t.exposeStringList('pathPrefixes', { nullable: true, description: matchMeanings.pathPrefixes }),
    pathGlobs: t.exposeStringList('pathGlobs', { nullable: true, description: matchMeanings.pathGlobs }),
    clientPercent: t.exposeInt('clientPercent', { nullable: true, description: matchMeanings.clientPercent }),
  }),
})

export const RuleMatchInput = builder.inputType('RuleMatchInput', {
  description: 'A condition that is left out, null or an empty list holds always. At most 100 values each, else `TOO_MANY`.',
  fields: (t) => ({
    originClusters: t.stringList({ description: `${matchMeanings.originClusters} Else \`UNKNOWN_REFERENCE\`.` }),
    pathPrefixes: t.stringList({ description: `${matchMeanings.pathPrefixes} Else \`PATH_PATTERN_INVALID\`.` }),
    pathGlobs: t.stringList({ description: `${matchMeanings.pathGlobs} Else \`PATH_PATTERN_INVALID\`.` }),
    clientPercent: t.int({ description: `${matchMeanings.clientPercent} Else \`CLIENT_PERCENT_INVALID\`.` }),
  }),
})

export const Rule = builder.objectRef<RuleConfig>('Rule').implement({
  description:
    'Sends the requests that it matches to a pool. Of the enabled rules that match, the one of the lowest position decides.',
  fields: (t) => makeEntryFields(t, ruleFields, { match: RuleMatch }),
})

addEntryQuery('rules', Rule)
