import type { AwaitedVersions } from '../core/orders/orders.ts'
import type { KnownWorker } from './known-worker.ts'

/** Lets callers wait for workers. */
export type Convergence = {
  /** Resolves when every worker, or every worker in these slots, has taken these versions. */
  wait(wanted: AwaitedVersions, ids: readonly string[] | undefined): Promise<void>
  /** Checks all waiters; to be called after each change of a worker. */
  settle(): void
}

type Waiter = { readonly wanted: AwaitedVersions; readonly ids: readonly string[] | undefined; readonly resolve: () => void }

/** `expected`: the least number of workers, known or not yet. */
export function openConvergence(
  expected: number,
  workers: () => readonly KnownWorker[],
  hasTaken: (known: KnownWorker, wanted: AwaitedVersions) => boolean,
): Convergence {
  let waiting: readonly Waiter[] = []
  return {
    wait(wanted, ids) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting = [...waiting, { wanted, ids, resolve }]
      settle()
      return promise
    },
    settle,
  }

  function settle(): void {
    const known = workers()
    const open = waiting.filter(({ wanted, ids }) => {
      const concerned = ids === undefined ? known : known.filter(({ worker }) => ids.includes(worker.id))
      return concerned.length < (ids?.length ?? expected) || !concerned.every((one) => hasTaken(one, wanted))
    })
    for (const waiter of waiting) if (!open.includes(waiter)) waiter.resolve()
    waiting = open
  }
}
