import { z } from 'zod'
import { errorBody, graphqlErrorBody } from '../../core/error-body.ts'
import { roleOfRoute } from '../access/permissions.ts'
import { roles, type Role } from '../../core/access/roles.ts'
import type { Answer, Content, ErrorCodes, Operation, Parameter, PathOperations } from '../rest/operation.ts'

/** Builds an OpenAPI 3.1 document, whose dialect of JSON Schema is the one that zod writes. */
export function buildOpenApiDocument(paths: Readonly<Record<string, PathOperations>>): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version: '1',
      summary: 'A video traffic balancer',
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'the listener that this document came from' }],
    tags: Object.entries(tags).map(([name, told]) => ({ name, description: told })),
    paths: mapValues(paths, (operations, path) =>
      mapValues(operations, (operation, method) => describeOperation(path, method, operation)),
    ),
    components: {
      schemas: { Error: toJsonSchema(commonError), GraphqlErrors: toJsonSchema(graphqlErrors) },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token with the role that the operation names, or a higher one.',
        },
      },
    },
  }
}

const description = `Sends every N-th request for a video to the origin and the others to a CDN.

Every error, of any route but \`/graphql\`, has one form: \`{"error": {"code", "message", "field"}}\` with \`Cache-Control: no-store\`.
Match on \`code\`, which is never renamed. Answers of the admin routes carry \`X-Request-Id\`, which the log names too.

Before any route is reached a request may be answered with 400 \`BAD_REQUEST\` (no valid HTTP), 408 \`REQUEST_TIMEOUT\` (a head not
complete within 10 s, a body within 30 s), 431 \`HEADERS_TOO_LARGE\` (a head over 16 KiB) or 505 \`HTTP_VERSION_NOT_SUPPORTED\`
(neither HTTP/1.0 nor 1.1). A path that is not listed here is 404 \`NOT_FOUND\`.

Roles: ${roles.join(' < ')}; each includes the ones before.`

const tags: Readonly<Record<Operation['tag'], string>> = {
  Redirect: 'Requests of players.',
  Configuration: 'The two main settings. Everything else is administered over GraphQL.',
  GraphQL: 'The whole admin interface; in a browser `/graphql` is GraphiQL.',
  Health: 'For load balancers and monitoring.',
}

const commonError = z.object({
  error: z.object({
    code: z.string().meta({ description: 'UPPER_SNAKE, never renamed' }),
    message: z.string().meta({ description: 'for people: what came, what is allowed, what to do' }),
    field: z.string().optional().meta({ description: 'the parameter, header or field at fault' }),
  }),
})

const graphqlErrors = z.object({
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })),
})

function describeOperation(path: string, method: string, operation: Operation): object {
  const { summary, description: told, tag, parameters, body, answers } = operation
  const role = roleOfOperation(path, method)
  return {
    // Swagger UI builds its links from this id.
    operationId: `${method} ${path}`.replaceAll(/[^a-z]+/g, '-').replace(/-$/, ''),
    tags: [tag],
    summary,
    description: [told, role === undefined ? 'Open.' : `Needs the role \`${role}\`.`].filter(Boolean).join('\n\n'),
    security: role === undefined ? [] : [{ token: [] }],
    ...(parameters === undefined ? {} : { parameters: parameters.map(describeParameter) }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: describeContent([body]) } }),
    responses: {
      ...mapValues(answers, describeAnswer),
      ...describeErrors({ ...operation.errors, ...commonErrors(operation, role) }, operation.errorForm === 'GRAPHQL'),
    },
  }
}

/** Undefined for open operations, such as those of the redirect workers. */
function roleOfOperation(path: string, method: string): Role | undefined {
  const role = roleOfRoute(method.toUpperCase(), path)
  return role === 'OPEN' ? undefined : role
}

function describeParameter({ name, in: place, required = false, description: told, schema, example }: Parameter): object {
  return {
    name,
    in: place,
    required,
    description: told,
    schema: toJsonSchema(schema),
    ...(example === undefined ? {} : { example }),
  }
}

function describeContent(contents: readonly Content[]): object {
  const entries = contents.map(({ mediaType = 'application/json', schema, examples }) => [
    mediaType,
    { schema: toJsonSchema(schema), examples: mapValues(examples, (value) => ({ value })) },
  ])
  return Object.fromEntries(entries) as object
}

function describeAnswer({ description: told, headers, content }: Answer): object {
  return {
    description: told,
    ...describeHeaders(headers),
    ...(content === undefined ? {} : { content: describeContent(content) }),
  }
}

function describeHeaders(meanings: Readonly<Record<string, string>> | undefined): object {
  if (meanings === undefined) return {}
  return { headers: mapValues(meanings, (meaning) => ({ description: meaning, schema: { type: 'string' } })) }
}

/** Additional headers of errors, by status and name. */
const errorHeaders: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': '`Bearer`' },
  429: {
    'Retry-After': 'whole seconds until the next request may come',
    RateLimit: 'which limit it is, `r` requests left, for `t` seconds (draft-ietf-httpapi-ratelimit-headers)',
    'RateLimit-Policy': 'the same limit: `q` requests in `w` seconds',
  },
}

/** Errors of any operation: from the guard, the body parser, and the hand-over to the control process. */
function commonErrors({ body }: Operation, role: Role | undefined): ErrorCodes {
  return {
    ...(body === undefined
      ? {}
      : {
          BAD_REQUEST: [400, 'the body is not valid JSON'],
          BODY_TOO_LARGE: [413, 'the body is over 512 KiB'],
          MEDIA_TYPE_NOT_SUPPORTED: [415, 'the body is not application/json'],
        }),
    ...(role === undefined
      ? {}
      : {
          UNAUTHENTICATED: [401, 'no token, more than one, or a wrong one'],
          FORBIDDEN: [403, `a token without the role ${role}`],
          ORIGIN_NOT_ALLOWED: [403, 'a page of an origin that is neither its own host nor in CORS_ORIGINS'],
          RATE_LIMITED: [
            429,
            'too many requests of this identity, or without a valid token from this address or from all, or too many failed logins',
          ],
          INTERNAL: [500, 'a bug of Sluice; the log has it under the X-Request-Id'],
          KEYS_UNAVAILABLE: [503, 'the keys of `JWT_JWKS_URL`, which this token is checked with, cannot be fetched'],
          CONTROL_UNAVAILABLE: [503, 'the control process is starting again; try again in a few seconds'],
          CONTROL_BUSY: [503, 'too many requests, streams or requests without a token are under way; try again in a few seconds'],
          OUTCOME_UNKNOWN: [503, 'the control process gave no answer and may have made the change; look before it is repeated'],
        }),
  }
}

/** Makes one response for each status, with one example for each code. */
function describeErrors(codes: ErrorCodes, isGraphql: boolean): object {
  const byStatus = Map.groupBy(Object.entries(codes), ([, [status]]) => status)
  const responses = [...byStatus].map(([status, entries]) => [
    status,
    {
      description: entries.map(([code, [, when]]) => `\`${code}\`: ${when}`).join('\n\n'),
      ...describeHeaders(errorHeaders[status]),
      content: {
        'application/json': {
          schema: { $ref: `#/components/schemas/${isGraphql ? 'GraphqlErrors' : 'Error'}` },
          examples: Object.fromEntries(
            entries.map(([code, [, when]]) => [
              code,
              { value: isGraphql ? graphqlErrorBody(code, when) : errorBody(code, when) },
            ]),
          ),
        },
      },
    },
  ])
  return Object.fromEntries(responses) as object
}

function toJsonSchema(schema: z.ZodType): object {
  // The document's own dialect, so no schema has to name it.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
