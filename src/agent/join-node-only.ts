import type { NodeOnlyChange } from '../core/change/node-overrides.ts'
import type { Audit } from '../core/change/planner.ts'
import { describeProblem } from '../core/result.ts'
import type { OverrideStore } from '../ports/override-store.ts'

/**
 * Joins a change of this node with the store, under a version above the node's. Tells when it was refused, or disagreed with the
 * store. Rejects when the store can't be asked, or kept no record of a refusal.
 */
export async function joinNodeOnly(
  store: Pick<OverrideStore, 'join'>,
  change: NodeOnlyChange,
  version: number,
  onProblem: (message: string) => void,
): Promise<void> {
  const answer = await store.join(change, version)
  const what = `${change.target}, changed on this node alone by ${change.attempt.actor}`
  if (answer.ok) {
    if (answer.value.conflict !== undefined) onProblem(`${what}, ${describeConflict(answer.value.conflict)}`)
  } else if (answer.unrecorded === undefined) onProblem(`${what}, was refused by the store: ${describeProblem(answer.problem)}`)
  else throw answer.unrecorded
}

function describeConflict({ before, after }: Audit): string {
  return `disagreed with the config store; the newer one holds: ${JSON.stringify(after)}; the other gave way: ${JSON.stringify(before)}`
}
