import { conditionOf, listConditionNames } from '../../../core/config/match-conditions.ts'
import { clientPercentMeans, type RuleMatch as Match } from '../../../core/config/rule-match.ts'
import { ruleFields, type Rule as RuleConfig } from '../../../core/config/rule.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'

const RuleMatch = builder.objectRef<Match>('RuleMatch').implement({
  description: 'Conditions that all have to hold; of the values of one, any. Null holds always.',
  fields: (t) => ({
    ...Object.fromEntries(
      listConditionNames.map((name) => [
        name,
        t.field({
          type: [name === 'asns' ? 'Float' : 'String'] as ['String'], // the declaration decides which one it is
          nullable: true,
          description: conditionOf(name).means,
          resolve: (match) => match[name] as readonly string[] | undefined,
        }),
      ]),
    ),
    clientPercent: t.exposeInt('clientPercent', { nullable: true, description: clientPercentMeans }),
  }),
})

export const RuleMatchInput = builder.inputType('RuleMatchInput', {
  description:
    'A condition that is left out, null or an empty list holds always. With more values than it may have it is `TOO_MANY`.',
  fields: (t) => ({
    ...Object.fromEntries(
      listConditionNames.map((name) => {
        const { means, code, most } = conditionOf(name)
        return [
          name,
          t.field({
            type: [name === 'asns' ? 'Float' : 'String'] as ['String'],
            description: `${means} At most ${most}. Else \`${code}\`.`,
          }),
        ]
      }),
    ),
    clientPercent: t.int({ description: `${clientPercentMeans} Else \`CLIENT_PERCENT_INVALID\`.` }),
  }),
})

export const Rule = builder.objectRef<RuleConfig>('Rule').implement({
  description:
    'Sends the requests that it matches to a pool. Of the enabled rules that match, the one of the lowest position decides.',
  fields: (t) => makeEntryFields(t, ruleFields, { match: RuleMatch }),
})

addEntryQuery('rules', Rule)
