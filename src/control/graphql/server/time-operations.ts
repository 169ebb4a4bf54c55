import type { ExecutionArgs } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { LabelledHistogram } from '../../../core/labelled-histogram.ts'
import type { Clock } from '../../../ports/clock.ts'
import { rootFieldsOf } from '../root-fields.ts'

/**
 * Counts each operation under the names of its root fields, which the schema bounds; a client chooses the name of an operation. An
 * error that is a value of the answer counts as answered.
 */
export function timeOperations(operations: LabelledHistogram, clock: Pick<Clock, 'nowMonoMs'>): Plugin {
  return {
    onExecute({ args }) {
      const tell = begin(args)
      return { onExecuteDone: ({ result }) => tell(result) }
    },
    onSubscribe({ args }) {
      const tell = begin(args)
      return { onSubscribeResult: ({ result }) => tell(result) }
    },
  }

  function begin(args: ExecutionArgs): (result: unknown) => void {
    const startMonoMs = clock.nowMonoMs()
    return (result) => {
      const outcome = hasErrors(result) ? 'failed' : 'answered'
      const seconds = (clock.nowMonoMs() - startMonoMs) / 1_000
      for (const name of new Set(rootFieldsOf(args).map((field) => field.name.value))) operations.observe(seconds, name, outcome)
    }
  }
}

function hasErrors(result: unknown): boolean {
  return !isAsyncIterable(result) && typeof result === 'object' && result !== null && 'errors' in result
}
