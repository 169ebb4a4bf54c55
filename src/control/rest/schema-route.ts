import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { configJsonSchema } from '../../core/config/document.ts'
import type { PathOperations } from './operation.ts'

/** Serves the JSON Schema of a configuration as a file, for editors and checks. Open, since it tells nothing of this service. */
export function addSchemaRoute(app: FastifyInstance): void {
  let schema: string | undefined // made for the first who asks: few do, and it takes 40 ms of CPU
  app.get('/config.schema.json', async (_request, reply) => {
    schema ??= JSON.stringify(configJsonSchema())
    return reply.header('Cache-Control', 'no-store').type('application/schema+json').send(schema)
  })
}

export const schemaOperations: Readonly<Record<string, PathOperations>> = {
  '/config.schema.json': {
    get: {
      summary: 'The JSON Schema of a configuration as a file',
      description:
        'Describes the documents that `npm run sluice -- config export` writes and `config apply` reads, as JSON and as YAML.',
      tag: 'Configuration',
      answers: {
        200: {
          description: 'JSON Schema 2020-12',
          content: [
            {
              mediaType: 'application/schema+json',
              schema: z.looseObject({ $schema: z.string() }),
              examples: { schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Configuration of Sluice' } },
            },
          ],
        },
      },
    },
  },
}
