import { GraphQLError } from 'graphql'
import { createYoga, isAsyncIterable, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import type { Clock } from '../../../ports/clock.ts'
import type { StoreTime } from '../../../ports/store-time.ts'
import type { Attempt } from '../../../core/change/attempt.ts'
import type { Result } from '../../../core/result.ts'
import { attemptBy, type Caller } from '../../access/caller.ts'
import type { WatchSession } from '../../access/session-end.ts'
import type { ChangeService } from '../../change/change-service.ts'
import { openOperationAttempts } from '../audit/operation-attempts.ts'
import { unreadMutations } from '../audit/unread-mutations.ts'
import type { GraphqlContext } from '../context.ts'
import { bugWords, knownProblem } from '../problem/error-words.ts'
import { schema } from '../schema.ts'
import { openDeadline } from '../limits/deadline.ts'
import { openDocumentCache } from '../limits/document-cache.ts'
import { operationLimits } from '../limits/limits.ts'
import { refusal } from '../limits/refusal.ts'
import { valueOf } from '../problem/user-problems.ts'
import { streamCap, type StreamCaps } from './stream-caps.ts'

export type GraphqlServerParts = Pick<GraphqlContext, 'prisma' | 'fleet' | 'feed' | 'running' | 'canary' | 'home'> & {
  readonly changes: ChangeService
  readonly subscriptions: StreamCaps
  readonly clock: Clock
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** What no resolver words itself is a bug: it is logged here and masked outside. */
  readonly onBug: (error: unknown) => void
  /** A document that can't be executed names no mutation, so it leaves no audit event. */
  readonly onRefused: (code: string) => void
}

/** What a transport says of an operation: who asks for it. */
type OperationContext = {
  readonly caller: Caller
  /** For a transport that can't close the connection when the caller's token ends: subscriptions are ended instead. */
  readonly watchSession?: WatchSession
}

export type GraphqlServer = YogaServerInstance<OperationContext, GraphqlContext>

/** A document that is refused is cheap to refuse again. */
const noCache = { get: () => undefined, set: () => undefined }

/** Executes operations; how they come and go is the transports' business: `graphql-route.ts`, `graphql-socket.ts`. */
export function buildGraphqlServer({
  changes,
  subscriptions,
  clock,
  storeTime,
  onBug,
  onRefused,
  ...shared
}: GraphqlServerParts): GraphqlServer {
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
    parserAndValidationCache: { documentCache: openDocumentCache(), errorCache: noCache },
    plugins: [operationLimits(onRefused), errorCodes(onRefused), unreadMutations, streamCap(subscriptions), sessionEnd],
    maskedErrors: { maskError: (error) => maskError(error, onBug) },
    context: ({ caller }) => {
      const deadline = openDeadline(clock)
      const attempts = openOperationAttempts((refused) => changes.refuse(attemptBy(caller, clock), refused))
      const onBehalf =
        <Planner, Told>(change: (attempt: Attempt, planner: Planner, waitMs?: number) => Promise<Result<Told>>) =>
        async (planner: Planner, waitMs?: number): Promise<Told> => {
          if (deadline.isOver()) throw refusal('OPERATION_TIMED_OUT', 'a change that nobody waits for any more is not begun', 503)
          deadline.allow(waitMs ?? 0)
          const changed = await change(attemptBy(caller, clock), planner, waitMs)
          attempts.markRecorded()
          return valueOf(changed)
        }
      return {
        ...shared,
        deadline,
        attempts,
        viewer: caller.viewer,
        attempt: () => attemptBy(caller, clock),
        apiTokens: async () => valueOf(await changes.listApiTokens()),
        state: async () => valueOf(await changes.state()),
        revision: async (number) => valueOf(await changes.revision(number)),
        nowEpochMs: () => storeTime.nowEpochMs(),
        change: onBehalf(changes.change),
        changeOverrides: onBehalf(changes.changeOverrides),
        changeApiTokens: onBehalf(changes.changeApiTokens),
      }
    },
  })
}

/** Every error has a code, those of parsing and validation too. */
function errorCodes(onRefused: (code: string) => void): Plugin {
  return {
    onParse:
      () =>
      ({ result }) => {
        if (!(result instanceof GraphQLError)) return
        result.extensions['code'] ??= 'GRAPHQL_PARSE_FAILED'
        onRefused('GRAPHQL_PARSE_FAILED')
      },
    onValidate:
      () =>
      ({ result }) => {
        for (const error of result) error.extensions['code'] ??= 'GRAPHQL_VALIDATION_FAILED'
        if (result.length > 0) onRefused('GRAPHQL_VALIDATION_FAILED')
      },
  }
}

/** Ends a subscription, with a clean `complete`, when the token that it was asked for with ends. */
const sessionEnd: Plugin<OperationContext> = {
  onSubscribe: ({ args }) => {
    const { caller, watchSession } = args.contextValue
    if (watchSession === undefined) return undefined
    return {
      onSubscribeResult({ result }) {
        if (!isAsyncIterable(result)) return undefined
        const stop = watchSession(caller.viewer, () => void result[Symbol.asyncIterator]().return?.())
        return { onEnd: stop }
      },
    }
  },
}

/** No SQL, stack, path or code of a library leaves: what we did not word ourselves becomes INTERNAL, and is logged. */
function maskError(error: unknown, onBug: (cause: unknown) => void): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    // Yoga tells there what its own parsing threw.
    delete error.extensions['originalError']
    error.extensions['code'] ??= 'BAD_USER_INPUT'
    return error
  }
  // Yoga parses the parameters of a GET by itself.
  if (cause instanceof SyntaxError) return refusal('BAD_REQUEST', 'variables and extensions have to be JSON; correct the request')
  const known = knownProblem(cause)
  if (known === undefined) onBug(cause)
  const { code, message } = known ?? bugWords
  const where = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}
  return new GraphQLError(message, { ...where, extensions: { code } })
}
