import { OutcomeUnknown, StoreUnavailable } from '../../ports/config-store.ts'
import { nextTurn } from '../system/next-turn.ts'
import { wordFailure } from './word-failure.ts'

/** More turns than it takes to accept and read a crowd of requests. */
const TURNS = 64

export type BatchLimits = {
  /** Most items in one batch. */
  readonly size: number
  /** Most items that wait; more are rejected. */
  readonly waiting: number
  /** Whether a failure also fails the waiting items: the next batch would only wait as long again. */
  readonly endsAll: (failure: unknown) => boolean
}

/**
 * Runs one batch at a time: items that come meanwhile wait, and make the next batch in the order of their arrival. A batch gives
 * one outcome for each item, or rejects for all of them. Before each batch the event loop gets some turns, so that pending requests
 * join it. PGlite answers without giving the loop a turn, and Node accepts one connection a turn, so each batch would have one
 * item. Idle turns take a fraction of a millisecond.
 */
export function inBatches<In, Out>(
  run: (batch: readonly In[]) => Promise<readonly Out[]>,
  { size, waiting, endsAll }: BatchLimits,
): (item: In) => Promise<Out> {
  type Waiting = { readonly item: In; readonly resolve: (outcome: Promise<Out>) => void }
  const queue: Waiting[] = []
  let isRunning = false

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      if (queue.length >= waiting) return reject(new StoreUnavailable(`${waiting} others wait already`))
      queue.push({ item, resolve })
      if (!isRunning) void runAll()
    })

  async function runAll(): Promise<void> {
    isRunning = true
    while (queue.length > 0) {
      for (let turn = 0; turn < TURNS && queue.length < size; turn += 1) await nextTurn()
      const batch = queue.splice(0, size)
      const outcomes = run(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes.then((all) => all[index] as Out))
      await outcomes.catch((failure: unknown) => {
        // The items of this batch already have their outcome.
        if (endsAll(failure)) for (const { resolve } of queue.splice(0)) resolve(Promise.reject(failQueued(failure)))
      })
    }
    isRunning = false
  }
}

/** Failure of a batch as the items behind it get it: its changes may have been made, but theirs were not. */
function failQueued(failure: unknown): unknown {
  if (!(failure instanceof OutcomeUnknown)) return failure
  const { cause } = failure
  return new StoreUnavailable(wordFailure(cause), { cause })
}
