import { z } from 'zod'
import { fail, ok, printable } from '../result.ts'
import { inDocuments, type Field, type WithCode } from './fields.ts'

type ChoiceWords<Value extends string> = Omit<WithCode, 'allowed'> & {
  readonly values: readonly Value[]
  readonly fallback: () => Value
  versionOf?(value: Value): number
}

/** A field with one of some words. */
export function choice<Value extends string>(words: ChoiceWords<Value>): Field<Value, string> & ChoiceWords<Value> {
  const { code, values, remedy } = words
  const allowed = values.join(', ')
  return {
    ...words,
    allowed,
    type: 'CHOICE',
    takesNull: false,
    form: z.enum(values, allowed).meta({ description: inDocuments({ ...words, allowed: '' }) }),
    parse(given) {
      const value = values.find((other) => other === given)
      return value === undefined ? fail({ code, received: printable(given), allowed, remedy }) : ok(value)
    },
  }
}
