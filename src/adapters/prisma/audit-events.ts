import type { Attempt } from '../../core/change/attempt.ts'
import { refusalOf, type PlanlessAttempt } from '../../core/change/attempt-outcome.ts'
import type { ConfigPlan } from '../../core/change/config-change.ts'
import type { Audit, Planner } from '../../core/change/planner.ts'
import type { Result } from '../../core/result.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { rowOfAudit } from './rows.ts'

/** Part of a plan for the audit trail: every plan of every store has it. */
export type Audited = Partial<Pick<ConfigPlan, 'alsoRecorded' | 'canary' | 'revision'>> & {
  /** Several audits: one event each. */
  readonly audit: Audit | readonly Audit[]
}

/**
 * Makes the audit events of an attempt: accepted, unchanged or refused; before them those of its side effects. To be written in the
 * transaction of the change, under the lock of all changes: ids ascend in the order of the commits.
 */
export function eventsOf(
  attempt: Attempt,
  { action, target, isQuiet }: Pick<Planner<never, unknown>, 'action' | 'target' | 'isQuiet'>,
  planned: Result<Audited | undefined>,
): readonly Prisma.AuditEventCreateManyInput[] {
  if (!planned.ok) return [planlessEvent(attempt, { action, target, refusal: refusalOf(planned.problem) })]
  const { value } = planned
  if (value === undefined) {
    const unchanged = { action, target, before: null, after: null, revision: null, outcome: 'UNCHANGED' } as const
    return isQuiet === true ? [] : [rowOfAudit(attempt, unchanged)]
  }
  const also = (value.alsoRecorded ?? []).map((event) => ({ ...event, revision: null }))
  const events = [value.audit].flat().map((audit) => ({ ...audit, action, revision: publishedBy(value) }))
  return [...also, ...events].map((event) => rowOfAudit(attempt, event))
}

function publishedBy({ revision, canary }: Audited): number | null {
  return revision?.number ?? (canary?.state === 'PROMOTED' ? canary.revision : null)
}

/** Makes the row of an attempt that came to no planner. To be written under the lock, too. */
export function planlessEvent(attempt: Attempt, planless: PlanlessAttempt): Prisma.AuditEventCreateManyInput {
  const { action, target, after = null } = planless
  const recorded = { action, target, before: null, after, revision: null }
  return rowOfAudit(attempt, 'refusal' in planless ? { ...recorded, outcome: 'REFUSED', refusal: planless.refusal } : recorded)
}
