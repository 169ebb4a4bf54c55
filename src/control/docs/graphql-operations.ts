import { z } from 'zod'
import type { Answer, ErrorCodes, Operation, PathOperations } from '../rest/operation.ts'

const description = `Queries, mutations and subscriptions over HTTP; the schema describes itself, GraphiQL shows it. Errors have GraphQL's own form, with
a code in \`extensions\`; an error that an editor can act on is part of a mutation's result.`

const query = z.string().meta({ description: 'one or more operations' })
const operationName = z.string().optional().meta({ description: 'which of several operations' })

const answers: Readonly<Record<number, Answer>> = {
  200: {
    description: 'The result, possibly with errors; a subscription as server-sent events.',
    content: [
      {
        schema: z.object({ data: z.looseObject({}).nullable().optional(), errors: z.array(z.looseObject({})).optional() }),
        examples: { viewer: { data: { viewer: { name: 'admin-token' } } } },
      },
      {
        mediaType: 'text/event-stream',
        schema: z.string(),
        examples: { revision: 'event: next\ndata: {"data":{"configPublished":{"number":2}}}\n\n' },
      },
    ],
  },
}

const errors: ErrorCodes = {
  GRAPHQL_PARSE_FAILED: [400, 'the query is not GraphQL (200 unless `Accept` names `application/graphql-response+json`)'],
  GRAPHQL_VALIDATION_FAILED: [400, 'the query does not fit the schema (200 likewise)'],
}

const shared = { tag: 'GraphQL', answers, errors, errorForm: 'GRAPHQL' } as const satisfies Partial<Operation>

export const graphqlOperations: Readonly<Record<string, PathOperations>> = {
  '/graphql': {
    post: {
      ...shared,
      summary: 'Runs a GraphQL operation',
      description,
      body: {
        schema: z.object({ query, variables: z.looseObject({}).optional(), operationName }),
        examples: { viewer: { query: '{ viewer { name roles } }' } },
      },
    },
    get: {
      ...shared,
      summary: 'Runs a query or a subscription; without one a browser gets GraphiQL, which is open',
      description,
      parameters: [
        {
          name: 'query',
          in: 'query',
          required: true,
          description: 'No mutation.',
          schema: query,
          example: '{ viewer { name roles } }',
        },
        { name: 'variables', in: 'query', description: 'A JSON object.', schema: z.string() },
        { name: 'operationName', in: 'query', description: 'Which of several operations.', schema: z.string() },
      ],
    },
  },
}
