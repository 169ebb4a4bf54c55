import { randomUUID } from 'node:crypto'
import { getOperationAST, GraphQLError, type ExecutionArgs, type GraphQLFormattedError } from 'graphql'
import type { Context } from 'graphql-ws'
import type { Extra } from 'graphql-ws/use/ws'
import type { Caller } from '../../access/caller.ts'
import type { RequestLimits } from '../../access/request-limits.ts'
import type { GraphqlServer } from './graphql-server.ts'

export type Params = { readonly Authorization?: unknown }
/** State of a connection. */
export type Socket = { caller?: Caller; stopWatching?: () => void; giveBack?: () => void }
export type SocketContext = Context<Params, Extra & Socket>

const MAX_SUBSCRIPTIONS = 100

type Operation = Pick<ReturnType<GraphqlServer['getEnveloped']>, 'execute' | 'subscribe'>

/** Prepares an operation with the same parsing, validation and context as over HTTP. */
export async function prepare(
  server: GraphqlServer,
  limits: RequestLimits,
  { extra, subscriptions }: SocketContext,
  {
    query,
    variables,
    operationName,
  }: {
    readonly query: string
    readonly variables?: Record<string, unknown> | null | undefined
    readonly operationName?: string | null | undefined
  },
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { caller } = extra
  if (caller === undefined) return [problem('UNAUTHENTICATED', 'send connection_init with a token first')]
  const isOneTooMany = Object.keys(subscriptions).length > MAX_SUBSCRIPTIONS // counted now: others may come while this one waits
  const admission = await limits.admitKnown(caller.viewer.name, 'REQUEST')
  if (admission.kind === 'REFUSED') return [problem('RATE_LIMITED', admission.message)]
  if (extra.caller === undefined) return [problem('UNAUTHENTICATED', 'the token has ended; connect again with another one')]
  if (isOneTooMany) {
    return [
      problem(
        'TOO_MANY_SUBSCRIPTIONS',
        `this socket has ${MAX_SUBSCRIPTIONS} subscriptions, which is all it may have; open another`,
      ),
    ]
  }
  const { schema, parse, validate, contextFactory, execute, subscribe } = server.getEnveloped({
    caller: { ...caller, requestId: randomUUID() },
  })
  try {
    const document = parse(query)
    const errors = validate(schema, document) as readonly GraphQLError[]
    if (errors.length > 0) return errors
    if (getOperationAST(document, operationName) === null)
      return [
        problem(
          'OPERATION_RESOLUTION_FAILURE',
          'operationName names no operation of the document, or there are several and it is missing',
        ),
      ]
    const operation: Operation = { execute, subscribe }
    return {
      schema,
      document,
      contextValue: await contextFactory(),
      rootValue: operation,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
    }
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
}

/** Reads the envelope of an operation from the root value, which no field of ours uses. */
export function readOperation({ rootValue }: ExecutionArgs): Operation {
  return rootValue as Operation
}

function problem(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** Leaves out the status that an error has over HTTP, which a WebSocket lacks. */
export function omitStatus({
  message,
  locations,
  path,
  extensions = {},
}: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
  const { http: _status, ...told } = extensions
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: told }
}
