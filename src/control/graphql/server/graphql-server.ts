import { GraphQLError } from 'graphql'
import { createYoga, isAsyncIterable, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import type { NodeTimings } from '../../../core/node-timings.ts'
import type { Clock } from '../../../ports/clock.ts'
import { StoreUnavailable } from '../../../ports/config-store.ts'
import type { StorePresence } from '../../../ports/store-presence.ts'
import type { StoreTime } from '../../../ports/store-time.ts'
import type { Attempt } from '../../../core/change/attempt.ts'
import type { Result } from '../../../core/result.ts'
import { attemptBy, type Caller } from '../../access/caller.ts'
import type { WatchSession } from '../../access/session-end.ts'
import type { ChangeService } from '../../change/change-service.ts'
import { openOperationAttempts } from '../audit/operation-attempts.ts'
import { recordUnreadMutations } from '../audit/unread-mutations.ts'
import type { GraphqlContext } from '../context.ts'
import { bugWords, withoutValue, wordKnown } from '../problem/error-words.ts'
import { schema } from '../schema.ts'
import { openDeadline } from '../limits/deadline.ts'
import { openDocumentCache } from '../limits/document-cache.ts'
import { limitOperations } from '../limits/limits.ts'
import { refusal } from '../limits/refusal.ts'
import { UserProblem, valueOf } from '../problem/user-problems.ts'
import { finishAnswer } from './finish-answer.ts'
import { timeOperations } from './time-operations.ts'
import { capStreams, type StreamCaps } from './stream-caps.ts'

export type GraphqlServerParts = Pick<
  GraphqlContext,
  'prisma' | 'fleet' | 'health' | 'tellClient' | 'tellSimulation' | 'contingencies' | 'feed' | 'running' | 'canary' | 'home'
> & {
  readonly changes: ChangeService
  readonly subscriptions: StreamCaps
  readonly clock: Clock
  readonly timings: Pick<NodeTimings, 'operation'>
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly storePresence: () => StorePresence
  /** Logs an error that no resolver words itself: a bug, which the caller sees masked, or a failure of the store. */
  readonly onFailure: (error: unknown) => void
  /** Counts a document that fails before execution. Its mutations are unknown, so it leaves no audit event. */
  readonly onRefused: (code: string) => void
}

/** Facts about an operation that its transport knows. */
type OperationContext = {
  readonly caller: Caller
  /** Given by a transport that cannot close the connection when the token ends: then subscriptions are ended. */
  readonly watchSession?: WatchSession
}

export type GraphqlServer = YogaServerInstance<OperationContext, GraphqlContext>

/** Errors are not cached: a refused document is cheap to refuse again. */
const noCache = { get: () => undefined, set: () => undefined }

/** Executes operations for the transports, `graphql-route.ts` and `graphql-socket.ts`. */
export function buildGraphqlServer({
  changes,
  subscriptions,
  clock,
  timings,
  storeTime,
  storePresence,
  onFailure,
  onRefused,
  ...shared
}: GraphqlServerParts): GraphqlServer {
  return createYoga<OperationContext, GraphqlContext>({
    schema,
    graphqlEndpoint: '/graphql',
    // Yoga's own health check would answer any URL that ends in its path; ours is /health.
    healthCheckEndpoint: '/graphql/no-health-check',
    landingPage: false,
    graphiql: false,
    multipart: false,
    batching: false,
    cors: false,
    logging: false,
    parserAndValidationCache: { documentCache: openDocumentCache(), errorCache: noCache },
    plugins: [
      limitOperations(onRefused),
      addErrorCodes(onRefused),
      recordUnreadMutations,
      capStreams(subscriptions),
      endWithSession,
      finishAnswer,
      timeOperations(timings.operation, clock),
    ],
    maskedErrors: { maskError: (error) => maskError(error, onFailure) },
    context: ({ caller }) => {
      const deadline = openDeadline(clock)
      let liveAgeMs: number | undefined
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
        recordAccepted: (accepted) => changes.accept(attemptBy(caller, clock), accepted),
        reportLoad: async (cdn, told) => valueOf(await changes.reportLoad(attemptBy(caller, clock), cdn, told)),
        viewer: caller.viewer,
        attempt: () => attemptBy(caller, clock),
        apiTokens: async () => valueOf(await changes.listApiTokens()),
        state: async () => valueOf(await changes.state()),
        async live() {
          const { revision, ageMs } = valueOf(await changes.live())
          if (revision === undefined) throw new StoreUnavailable('it holds no revision')
          liveAgeMs = ageMs
          return revision
        },
        memoryAgeMs() {
          const { awayBecause, ageMs = null } = storePresence()
          return liveAgeMs ?? (awayBecause === undefined ? undefined : ageMs)
        },
        revision: async (number) => valueOf(await changes.revision(number)),
        nowEpochMs: () => storeTime.nowEpochMs(),
        change: onBehalf(changes.change),
        changeOverrides: onBehalf(changes.changeOverrides),
        changeApiTokens: onBehalf(changes.changeApiTokens),
      }
    },
  })
}

/** Gives errors of parsing and validation a code, too. */
function addErrorCodes(onRefused: (code: string) => void): Plugin {
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

/** Ends a subscription with a clean `complete` when the token of its caller ends. */
const endWithSession: Plugin<OperationContext> = {
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

/** Replaces an error that Sluice did not word by INTERNAL and logs it. SQL, stacks, paths and codes of libraries stay inside. */
function maskError(error: unknown, onFailure: (cause: unknown) => void): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    // Yoga puts the error of its own parser there.
    delete error.extensions['originalError']
    error.extensions['code'] ??= 'BAD_USER_INPUT'
    error.message = withoutValue(error.message)
    return error
  }
  // Thrown by yoga, which parses the parameters of a GET itself.
  if (cause instanceof SyntaxError) return refusal('BAD_REQUEST', 'variables and extensions have to be JSON; correct the request')
  const known = wordKnown(cause)
  if (!(cause instanceof UserProblem)) onFailure(cause)
  const { code, message } = known ?? bugWords
  const where = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}
  return new GraphQLError(message, { ...where, extensions: { code } })
}
