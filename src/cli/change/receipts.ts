import { z } from 'zod'
import { formatTable } from '../table.ts'
import { workerStates } from '../workers.ts'

/** Progress of each worker with a published revision. */
export const receiptsShape = z.array(
  z.strictObject({
    id: z.string(),
    node: z.string(),
    state: z.enum(workerStates),
    revision: z.int().nullable(),
    isRunning: z.boolean(),
    afterMs: z.int().nullable(),
    problem: z.string().nullable(),
  }),
)
export type Receipts = z.infer<typeof receiptsShape>

export function formatReceipts(receipts: Receipts): string {
  return formatTable(
    ['WORKER', 'NODE', 'STATE', 'REVISION', 'RUNS IT', 'AFTER MS', 'PROBLEM'],
    receipts.map(({ id, node, state, revision, isRunning, afterMs, problem }) => [
      id,
      node,
      state,
      revision,
      isRunning ? 'yes' : 'no',
      afterMs,
      problem ?? '',
    ]),
  )
}

/** Whether as many workers run the revision as are to: all that answer players, or those of a canary that runs. */
export function isTaken(receipts: Receipts, canary: { readonly state: string; readonly workers: number } | null): boolean {
  const serving = receipts.filter(({ state }) => state === 'READY' || state === 'REFUSED')
  return serving.filter(({ isRunning }) => isRunning).length >= (canary?.state === 'RUNNING' ? canary.workers : serving.length)
}
