import { z } from 'zod'

/** Writes the selection set of a GraphQL query for all that a schema has, so that there is no second list of fields. */
export function selectionOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodObject) {
    const fields: readonly (readonly [string, z.core.$ZodType])[] = Object.entries(schema.shape)
    return `{ ${fields.map(([name, field]) => `${name} ${selectionOf(field)}`.trimEnd()).join(' ')} }`
  }
  if (schema instanceof z.ZodArray) return selectionOf(schema.element)
  return schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional ? selectionOf(schema.unwrap()) : ''
}
