import type { ConfigPlanner, ConfigState } from '../../../core/change/config-change.ts'
import { findDiscarded } from '../../../core/change/discarded.ts'
import { diffRevisions } from '../../../core/config/diff.ts'
import type { ConfigChange } from '../../change/follow-config.ts'
import type { GraphqlContext } from '../context.ts'
import { valueOf } from '../problem/user-problems.ts'
import { addEditors } from '../working-copy/editors-of.ts'
import { warningsOf } from './findings-of.ts'
import { toRow } from './revision.ts'
import { toWaitMs } from './wait-for-workers.ts'

export const workersDescription = 'Progress of each worker of this node that has reported; empty on `dryRun`.'

export const discardedDescription =
  'Pending edits that this throws away, each from the live value to the pending one, with its editor. The audit event names them, too. Empty where nothing is lost, and for a repetition with the same idempotency key.'

type HowInput = { readonly dryRun?: boolean | null | undefined; readonly waitForWorkersSeconds?: number | null | undefined }

/** Makes a change that replaces the working copy, or on a dry run only plans it, and answers with all that comes of it. */
export async function replaceConfig(context: GraphqlContext, planner: ConfigPlanner, how: HowInput) {
  const isDry = how.dryRun === true
  const changed = isDry
    ? planOnly(planner, await context.state(), context)
    : await context.change(planner, toWaitMs(how.waitForWorkersSeconds))
  const { made, liveBefore, before, workingCopy, workers } = changed
  // The trail has the change by now, whose actor edited nothing.
  const itself = isDry ? undefined : { requestId: context.attempt().requestId, action: planner.action }
  return {
    revision: isDry || made === undefined ? null : toRow(made),
    changes: diffRevisions(liveBefore, made).map((change) => ({ ...change, author: context.viewer.name })),
    warnings: made === undefined ? [] : await warningsOf(made.config, changed, context),
    workers: [...workers],
    discarded: await addEditors(context.prisma, findDiscarded(before, workingCopy), itself),
  }
}

function planOnly(planner: ConfigPlanner, state: ConfigState, context: GraphqlContext): ConfigChange {
  const planned = valueOf(planner.plan(state, context.attempt()))
  const made = planned?.revision ?? state.live
  const workingCopy = planned?.workingCopy ?? state.workingCopy
  return { ...state, workingCopy, made, liveBefore: state.live, before: state, workers: [] }
}
