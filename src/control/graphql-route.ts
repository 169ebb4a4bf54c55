import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { ConfigState } from '../core/config/lifecycle.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { Result } from '../core/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { Viewer } from './access/roles.ts'
import { attemptOf } from './attempt.ts'
import type { ConfigService } from './config-service.ts'
import { addGraphiqlAssets, graphiqlHeaders, graphiqlPage } from './graphiql.ts'
import type { GraphqlContext } from './graphql/context.ts'
import { schema } from './graphql/schema.ts'
import { userProblem, UserProblem } from './graphql/user-problems.ts'
import type { LiveFeed } from './live-feed.ts'

export type GraphqlRouteParts = {
  readonly config: ConfigService
  readonly prisma: GraphqlContext['prisma']
  readonly fleet: FleetView
  readonly feed: LiveFeed
  readonly running: () => ConfigRevision | undefined
  readonly clock: Clock
  /** Who asks; the route is behind authentication. */
  readonly viewerOf: (request: FastifyRequest) => Viewer
}

type ServerContext = { readonly request: FastifyRequest; readonly reply: FastifyReply }

/** `GET|POST /graphql`: queries, mutations, and subscriptions over Server-Sent Events; GraphiQL for a browser. */
export function addGraphqlRoute(app: FastifyInstance, parts: GraphqlRouteParts): void {
  const yoga = createYoga<{ fastify: ServerContext }, GraphqlContext>({
    schema,
    graphqlEndpoint: '/graphql',
    // Yoga's own would answer any URL that ends in its path; ours is /health.
    healthCheckEndpoint: '/graphql/no-health-check',
    landingPage: false,
    graphiql: false,
    multipart: false,
    batching: false,
    cors: false,
    logging: false,
    plugins: [errorCodes],
    maskedErrors: { maskError: (error) => maskError(error, (cause) => app.log.error({ err: cause }, 'a resolver failed')) },
    context: ({ fastify }) => contextOf(parts, fastify.request),
  })
  addGraphiqlAssets(app)

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request, reply) => {
      if (wantsGraphiql(request)) return reply.headers(graphiqlHeaders).send(graphiqlPage)
      const response = await yoga.handleNodeRequestAndResponse(request, reply, { fastify: { request, reply } })
      for (const [name, value] of response.headers) reply.header(name, value)
      return reply.header('Cache-Control', 'no-store').status(response.status).send(response.body)
    },
  })
}

/** A browser's navigation, not an operation: needs no token, the page asks for one. */
export function wantsGraphiql(request: FastifyRequest): boolean {
  const { query } = request.query as { query?: unknown }
  return request.method === 'GET' && query === undefined && (request.headers.accept ?? '').includes('text/html')
}

function contextOf(
  { config, prisma, fleet, feed, running, clock, viewerOf }: GraphqlRouteParts,
  request: FastifyRequest,
): GraphqlContext {
  const viewer = viewerOf(request)
  return {
    viewer,
    prisma,
    fleet,
    feed,
    running,
    state: async () => valueOf(await config.state()),
    change: async (plan) => valueOf(await config.change(attemptOf(request, viewer, clock), plan)),
  }
}

function valueOf(result: Result<ConfigState>): ConfigState {
  if (!result.ok) throw userProblem(result.problem)
  return result.value
}

/** Every error has a code, those of parsing and validation too. */
const errorCodes: Plugin = {
  onParse:
    () =>
    ({ result }) => {
      if (result instanceof GraphQLError) result.extensions['code'] ??= 'GRAPHQL_PARSE_FAILED'
    },
  onValidate:
    () =>
    ({ result }) => {
      for (const error of result) error.extensions['code'] ??= 'GRAPHQL_VALIDATION_FAILED'
    },
}

/** No SQL, stack, path or code of a library leaves: what we did not word ourselves becomes INTERNAL, and is logged. */
function maskError(error: unknown, log: (cause: unknown) => void): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    error.extensions['code'] ??= 'BAD_USER_INPUT'
    return error
  }
  const known = knownProblem(cause)
  if (known === undefined) log(cause)
  const { code, message } = known ?? {
    code: 'INTERNAL',
    message: 'this is a bug of Sluice; the log has it under the request id in X-Request-Id',
  }
  return new GraphQLError(
    message,
    error instanceof GraphQLError
      ? { nodes: error.nodes ?? null, path: error.path ?? null, extensions: { code } }
      : { extensions: { code } },
  )
}

function knownProblem(cause: unknown): { readonly code: string; readonly message: string } | undefined {
  if (!(cause instanceof Error)) return undefined
  if (cause instanceof UserProblem) return cause
  if (
    /^PrismaClient(?:Initialization|KnownRequest|UnknownRequest|RustPanic)Error$/.test(cause.name) ||
    cause.name === 'DriverAdapterError'
  ) {
    return { code: 'STORE_UNAVAILABLE', message: 'the config store did not answer; redirects go on, try again later' }
  }
  return undefined
}
