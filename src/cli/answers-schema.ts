import { z } from 'zod'
import { commands } from './commands.ts'

/** JSON Schema 2020-12 of what each command prints with `--json`, by the name of the command: of each line where it prints several. */
export function answersJsonSchema(): object {
  const shapes = commands.flatMap(({ name, shape }) => (shape === undefined ? [] : [[name, schemaOf(shape)] as const]))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Answers of the command line of Sluice',
    description: 'What each command prints with --json. "watch" and "canary watch" print one a line.',
    $defs: Object.fromEntries(shapes),
  }
}

function schemaOf(shape: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(shape)
  return schema
}
