import { capacityFields, type Capacity as CapacityOfCdn } from '../../../core/config/capacity.ts'
import { builder } from '../builder.ts'
import { makeEntryFields, makeEntryInputs } from '../entry-fields.ts'

export const Capacity = builder.objectRef<CapacityOfCdn>('Capacity').implement({
  description: 'How much a CDN takes. Above `softPercent` its share falls linearly, to nothing at `hardPercent`.',
  fields: (t) => makeEntryFields(t, capacityFields),
})

export const CapacityInput = builder.inputType('CapacityInput', {
  description: 'An omitted field takes its default. Out of range it is `CAPACITY_INVALID`.',
  fields: (t) => makeEntryInputs(t, capacityFields),
})
