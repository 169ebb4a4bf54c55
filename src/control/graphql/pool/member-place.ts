import { placeMeanings } from '../../../core/config/places.ts'
import type { Place } from '../../../core/geo/place.ts'
import { builder } from '../builder.ts'

export const MemberPlace = builder.objectRef<Place>('MemberPlace').implement({
  description: 'A place that a member serves: one of country, continent and zone.',
  fields: (t) => ({
    country: t.exposeString('country', { nullable: true, description: placeMeanings.country }),
    continent: t.exposeString('continent', { nullable: true, description: placeMeanings.continent }),
    zone: t.exposeString('zone', { nullable: true, description: placeMeanings.zone }),
    distance: t.exposeInt('distance', { nullable: true, description: placeMeanings.distance }),
  }),
})

export const MemberPlaceInput = builder.inputType('MemberPlaceInput', {
  description: 'One of country, continent and zone, else `PLACE_INVALID`.',
  fields: (t) => ({
    country: t.string({ description: `${placeMeanings.country} Else \`COUNTRY_INVALID\`.` }),
    continent: t.string({ description: `${placeMeanings.continent} Else \`CONTINENT_INVALID\`.` }),
    zone: t.string({ description: `${placeMeanings.zone} Else \`UNKNOWN_REFERENCE\`.` }),
    distance: t.int({ description: `${placeMeanings.distance} Else \`PLACE_INVALID\`.` }),
  }),
})
