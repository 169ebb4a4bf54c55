import { OutcomeUnknown, StoreUnavailable } from '../../ports/config-store.ts'
import { nextTurn } from '../system/next-turn.ts'

/** More than a crowd of requests needs to be accepted and read. */
const TURNS = 64

export type BatchLimits = {
  /** How many one batch takes at most. */
  readonly size: number
  /** How many may wait at most; more are rejected. */
  readonly waiting: number
  /** After which failure whoever waits fails as well: the next batch would only wait as long again. */
  readonly endsAll: (failure: unknown) => boolean
}

/**
 * Runs one batch at a time: whoever asks meanwhile waits, and all who wait make the next batch, in the order in which they asked.
 * A batch gives one outcome for each item, or rejects for all of them. Before each one the event loop gets some turns, so that
 * requests that are there already come along: PGlite answers without ever giving it one, Node accepts one connection a turn, and
 * each batch would have one item. Without anything to do they take a fraction of a millisecond.
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
      if (queue.length >= waiting)
        return reject(new StoreUnavailable(`${waiting} others wait already; nothing was changed, try again in a moment`))
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
        // Whoever waits for an outcome of this batch has been told.
        if (endsAll(failure)) for (const { resolve } of queue.splice(0)) resolve(Promise.reject(notBegun(failure)))
      })
    }
    isRunning = false
  }
}

/** The failure of a batch, for those who came too late for it: what may have been made is not what they asked for. */
function notBegun(failure: unknown): unknown {
  if (!(failure instanceof OutcomeUnknown)) return failure
  const { cause } = failure
  return new StoreUnavailable('the config store did not answer those before; nothing was changed, try again in a moment', {
    cause,
  })
}
