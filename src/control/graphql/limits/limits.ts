import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
} from 'graphql'
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga'
import type { GraphqlContext } from '../context.ts'
import { findCostExcess } from './operation-cost.ts'
import { findDocumentExcess } from './document-limits.ts'
import { refusal } from './refusal.ts'
import { findSourceExcess } from './source-limits.ts'

/**
 * Bounds operations on every transport. The source is checked before parsing, the document before validation, the cost before
 * execution. An operation that takes too long is given up.
 */
export function limitOperations(onRefused: (code: string) => void): Plugin<GraphqlContext> {
  function refuse(excess: GraphQLError | undefined): void {
    if (excess === undefined) return
    onRefused(String(excess.extensions['code']))
    throw excess
  }
  return {
    onParse({ params: { source } }) {
      refuse(findSourceExcess(typeof source === 'string' ? source : source.body))
      return ({ result }) => {
        if (result !== null && !(result instanceof Error)) refuse(findDocumentExcess(result as DocumentNode))
      }
    },
    onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const excess = findCostExcess(args)
      if (excess !== undefined) return stop(excess, setResultAndStopExecution)
      setExecuteFn((given) => deadlineOf(given).within<unknown>(() => executeFn(given), answerLate))
    },
    onSubscribe({ args, setSubscribeFn, setResultAndStopExecution }) {
      const excess = findCostExcess(args)
      if (excess !== undefined) return stop(excess, setResultAndStopExecution)
      setSubscribeFn(subscribeWithin)
    },
  }

  function stop(excess: GraphQLError, answer: (result: ExecutionResult) => void): void {
    onRefused(String(excess.extensions['code']))
    answer({ errors: [excess] })
  }
}

/** Bounds the start and each event of a subscription by the time of an operation; the stream itself has no end. */
async function subscribeWithin(args: ExecutionArgs): Promise<AsyncIterable<unknown> | ExecutionResult> {
  const deadline = deadlineOf(args)
  const stream = await deadline.within<AsyncIterable<unknown> | ExecutionResult>(async () => {
    const opened = await createSourceEventStream(args)
    if (isAsyncIterable(opened) && deadline.isOver()) await opened[Symbol.asyncIterator]().return?.() // nobody will read it
    return opened
  }, answerLate)
  if (!isAsyncIterable(stream)) return stream
  return mapAsyncIterator(stream, (event) =>
    deadline.within<ExecutionResult>(() => execute({ ...args, rootValue: event }), answerLate),
  )
}

function deadlineOf({ contextValue }: ExecutionArgs): GraphqlContext['deadline'] {
  return (contextValue as GraphqlContext).deadline
}

function answerLate(): ExecutionResult {
  const message =
    'the operation took longer than 5 s and was given up; a change that had begun may still be made, so look before you repeat it'
  return { errors: [refusal('OPERATION_TIMED_OUT', message, 503)] }
}
