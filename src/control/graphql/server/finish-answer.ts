import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { GraphqlContext } from '../context.ts'

/** Finishes what is answered in parts: by a node whose store is away, or to a caller who may not read all of it. */
export const finishAnswer: Plugin<GraphqlContext> = {
  onExecute: ({ args }) => ({
    onExecuteDone({ result, setResult }) {
      if (isAsyncIterable(result)) return
      keepStanding(result)
      const ageMs = args.contextValue.memoryAgeMs()
      if (ageMs !== undefined) setResult(markAge(result, ageMs))
    },
  }),
}

/** Leaves the status at 200 where a root field has a value: clients drop what comes with 403. */
function keepStanding({ data, errors = [] }: ExecutionResult): void {
  if (Object.values(data ?? {}).every((value) => value === null)) return
  for (const { extensions } of errors) delete extensions['http']
}

/** Marks an answer while the store is away: nothing in it is newer. Null: the node has no answer of the store to count from. */
function markAge(result: ExecutionResult, ageMs: number | null): ExecutionResult {
  const storeAgeSeconds = ageMs === null ? null : Math.floor(ageMs / 1_000)
  return { ...result, extensions: { ...result.extensions, storeAgeSeconds } }
}
