import type { NodeOnlyChange } from '../core/change/node-overrides.ts'
import { findTooLongPeriod } from '../core/conditions/too-long-period.ts'
import type { Audit } from '../core/change/planner.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { describeProblem } from '../core/result.ts'
import type { Joined, OverrideStore } from '../ports/override-store.ts'

/** Joins a change with the store, under a version above the node's. Resolves to whether the store has decided about it. */
export type JoinNodeOnly = (change: NodeOnlyChange, version: number) => Promise<boolean>

/** Tells of a change that was refused, or disagreed with the store, and once for each reason of one that could not be joined. */
export function openNodeOnlyJoiner(store: Pick<OverrideStore, 'join'>, onProblem: (message: string) => void): JoinNodeOnly {
  let toldReason: string | undefined
  return async (change, version) => {
    try {
      const answer = await store.join(change, version)
      if (!answer.ok && answer.unrecorded !== undefined) throw answer.unrecorded
      const what = `${change.target}, changed on this node alone by ${change.attempt.actor}`
      const said = answer.ok
        ? describeJoined(answer.value, answer.before.live)
        : [`was refused by the store: ${describeProblem(answer.problem)}`]
      for (const news of said) onProblem(`${what}, ${news}`)
      return true
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== toldReason)
        onProblem(`what was changed on this node alone could not be joined: ${reason}; it is tried again`)
      toldReason = reason
      return false
    }
  }
}

function describeJoined({ set, conflict }: Joined, live: ConfigRevision | undefined): readonly string[] {
  const issue = live && findTooLongPeriod(live.config, set.overrides)[0]
  return [
    ...(conflict === undefined ? [] : [describeConflict(conflict)]),
    ...(issue === undefined ? [] : [`does not fit the others: ${issue.message}; ${issue.remedy}`]),
  ]
}

function describeConflict({ before, after }: Audit): string {
  return `disagreed with the config store; the newer one holds: ${JSON.stringify(after)}; the other gave way: ${JSON.stringify(before)}`
}
