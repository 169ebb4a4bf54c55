import { z } from 'zod'
import { countries, countryShape, parseCountry } from '../geo/countries.ts'
import { inDocuments, type Field, type Words } from './fields.ts'
import { parseEach } from './parse-each.ts'

/** Field with codes of countries, sorted, each once. */
export function countryList<W extends Omit<Words, 'allowed' | 'code'>>(words: W): Field<readonly string[]> & W {
  const allowed = 'codes of ISO 3166-1 alpha-2, or XK'
  return {
    ...words,
    allowed,
    type: 'TEXTS',
    code: 'COUNTRY_INVALID',
    takesNull: false,
    form: z
      .array(z.string('text').regex(countryShape, 'two capital letters'), 'a list')
      .max(countries.length, `at most ${countries.length}`)
      .meta({ description: inDocuments({ ...words, allowed }) }),
    fallback: () => [],
    parse: (values) => parseEach(values, parseCountry),
  }
}
