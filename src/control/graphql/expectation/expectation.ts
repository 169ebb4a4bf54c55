import { expectationFields, whenNames, type Expectation as Configured, type When } from '../../../core/config/expectation.ts'
import { listConditions } from '../../../core/config/match-conditions.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'

const ExpectationWhen = builder.objectRef<When>('ExpectationWhen').implement({
  description: 'Requests that an expectation is about. A condition that holds always is null.',
  fields: (t) =>
    Object.fromEntries(
      whenNames.map((name) => [
        name,
        t.stringList({ nullable: true, description: listConditions[name].means, resolve: (when) => when[name] ?? null }),
      ]),
    ),
})

export const ExpectationWhenInput = builder.inputType('ExpectationWhenInput', {
  description: 'All conditions have to hold; of the values of one, any. One that is left out, null or empty holds always.',
  fields: (t) => Object.fromEntries(whenNames.map((name) => [name, t.stringList({ description: listConditions[name].means })])),
})

export const Expectation = builder.objectRef<Configured>('Expectation').implement({
  description: 'Something that has to stay true: a revision that breaks it is refused with `EXPECTATION_BROKEN`.',
  fields: (t) => makeEntryFields(t, expectationFields, { when: ExpectationWhen }),
})

addEntryQuery('expectations', Expectation)
