import { GraphQLError } from 'graphql'
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import type { Clock } from '../ports/clock.ts'
import { attemptBy, type Caller } from './access/caller.ts'
import type { ConfigService } from './config-service.ts'
import { openOperationAttempts } from './graphql/audit/operation-attempts.ts'
import { unreadMutations } from './graphql/audit/unread-mutations.ts'
import type { GraphqlContext } from './graphql/context.ts'
import { bugWords, knownProblem } from './graphql/error-words.ts'
import { schema } from './graphql/schema.ts'
import { isNestedTooDeep, MAX_NESTING } from './graphql/nesting.ts'
import { valueOf } from './graphql/user-problems.ts'

export type GraphqlServerParts = Pick<GraphqlContext, 'prisma' | 'fleet' | 'feed' | 'running'> & {
  readonly config: ConfigService
  readonly clock: Clock
  /** What no resolver words itself is a bug: it is logged here and masked outside. */
  readonly onBug: (error: unknown) => void
  /** A document that can't be executed names no mutation, so it leaves no audit event. */
  readonly onRefused: (code: string) => void
}

/** What a transport says of an operation: who asks for it. */
type OperationContext = { readonly caller: Caller }

export type GraphqlServer = YogaServerInstance<OperationContext, GraphqlContext>

/** Executes operations; how they come and go is the transports' business: `graphql-route.ts`, `graphql-socket.ts`. */
export function buildGraphqlServer({ config, clock, onBug, onRefused, ...shared }: GraphqlServerParts): GraphqlServer {
  return createYoga<OperationContext, GraphqlContext>({
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
    plugins: [errorCodes(onRefused), unreadMutations],
    maskedErrors: { maskError: (error) => maskError(error, onBug) },
    context: ({ caller }) => {
      const attempts = openOperationAttempts((refused) => config.refused(attemptBy(caller, clock), refused))
      return {
        ...shared,
        attempts,
        viewer: caller.viewer,
        attempt: () => attemptBy(caller, clock),
        state: async () => valueOf(await config.state()),
        revision: async (number) => valueOf(await config.revision(number)),
        async change(planner, waitMs) {
          const changed = await config.change(attemptBy(caller, clock), planner, waitMs)
          attempts.markRecorded()
          return valueOf(changed)
        },
      }
    },
  })
}

/** Every error has a code, those of parsing and validation too. */
function errorCodes(onRefused: (code: string) => void): Plugin {
  return {
    onParse: ({ params: { source } }) => {
      const text = typeof source === 'string' ? source : source.body
      if (isNestedTooDeep(text)) {
        onRefused('DOCUMENT_TOO_DEEP')
        throw problem('DOCUMENT_TOO_DEEP', `the document nests brackets more than ${MAX_NESTING} deep; split it`)
      }
      return ({ result }) => {
        if (!(result instanceof GraphQLError)) return
        result.extensions['code'] ??= 'GRAPHQL_PARSE_FAILED'
        onRefused('GRAPHQL_PARSE_FAILED')
      }
    },
    onValidate:
      () =>
      ({ result }) => {
        for (const error of result) error.extensions['code'] ??= 'GRAPHQL_VALIDATION_FAILED'
        if (result.length > 0) onRefused('GRAPHQL_VALIDATION_FAILED')
      },
  }
}

/** A request that can't be executed at all: 400, where the transport has a status. */
function problem(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } })
}

/** No SQL, stack, path or code of a library leaves: what we did not word ourselves becomes INTERNAL, and is logged. */
function maskError(error: unknown, onBug: (cause: unknown) => void): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    error.extensions['code'] ??= 'BAD_USER_INPUT'
    return error
  }
  // Yoga parses the parameters of a GET by itself.
  if (cause instanceof SyntaxError) return problem('BAD_REQUEST', 'variables and extensions have to be JSON; correct the request')
  const known = knownProblem(cause)
  if (known === undefined) onBug(cause)
  const { code, message } = known ?? bugWords
  const where = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}
  return new GraphQLError(message, { ...where, extensions: { code } })
}
