import { zoneFields, type Zone as ZoneConfig } from '../../../core/config/zone.ts'
import { builder } from '../builder.ts'
import { makeEntryFields } from '../entry-fields.ts'
import { addEntryQuery } from '../entry-query.ts'

export const Zone = builder.objectRef<ZoneConfig>('Zone').implement({
  description: "An operator's own name for networks. An address is in the zone of the longest prefix that holds it.",
  fields: (t) => makeEntryFields(t, zoneFields),
})

addEntryQuery('zones', Zone)
