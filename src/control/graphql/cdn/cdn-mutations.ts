import { cdnFields } from '../../../core/config/cdn.ts'
import { builder } from '../builder.ts'
import { makeEntryInputs } from '../entry-fields.ts'
import { addEntryMutations } from '../entry-mutations.ts'
import { expectedVersionDescription } from '../expected-version.ts'
import { Cdn } from './cdn.ts'

export const CdnInput = builder.inputType('CdnInput', {
  description: 'A CDN to create or change. An omitted field keeps its value, or takes its default on creation.',
  fields: (t) => ({ ...makeEntryInputs(t, cdnFields), expectedVersion: t.int({ description: expectedVersionDescription }) }),
})

addEntryMutations({ list: 'cdns', name: 'cdn', type: Cdn, input: CdnInput })
