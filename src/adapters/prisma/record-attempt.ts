import { refusalOf, type RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt, ChangePlan } from '../../core/change/lifecycle.ts'
import type { Result } from '../../core/result.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { rowOfAudit } from './rows.ts'

/** What a planner is about, and what of its plan the audit trail wants: every planner of every store has these. */
type Subject = { readonly action: string; readonly target: string }
type Planned = Pick<ChangePlan, 'audit' | 'alsoRecorded' | 'canary'> & {
  readonly revision?: { readonly number: number } | undefined
}

/**
 * Writes the one audit event of an attempt, whatever the planner answered: accepted, nothing to do, or a problem. Before it, what
 * else came of it. To be called once in the transaction of the change, with the lock that all changes take: ids ascend in the
 * order of the commits.
 *
 * @public for stores whose changes come one by one
 */
export async function recordAttempt(
  transaction: Prisma.TransactionClient,
  attempt: Attempt,
  subject: Subject,
  planned: Result<Planned | undefined>,
): Promise<void> {
  await transaction.auditEvent.createMany({ data: eventsOf(attempt, subject, planned) })
}

/** The rows that it writes, for who writes those of several attempts at once. */
export function eventsOf(
  attempt: Attempt,
  { action, target }: Subject,
  planned: Result<Planned | undefined>,
): Prisma.AuditEventCreateManyInput[] {
  if (!planned.ok) return [refusalEvent(attempt, { action, target, refusal: refusalOf(planned.problem) })]
  const { value } = planned
  const recorded =
    value === undefined
      ? ({ target, before: null, after: null, revision: null, outcome: 'UNCHANGED' } as const)
      : ({ ...value.audit, revision: publishedBy(value), outcome: 'ACCEPTED' } as const)
  const also = (value?.alsoRecorded ?? []).map((event) => ({ ...event, revision: null }))
  return [...also, { action, ...recorded }].map((event) => rowOfAudit(attempt, event))
}

function publishedBy({ revision, canary }: Planned): number | null {
  return revision?.number ?? (canary?.state === 'PROMOTED' ? canary.revision : null)
}

/** The row of an attempt that came to no planner. To be written under the lock, as above. */
export function refusalEvent(
  attempt: Attempt,
  { action, target, refusal, after = null }: RefusedAttempt,
): Prisma.AuditEventCreateManyInput {
  const recorded = { action, target, before: null, after, revision: null, outcome: 'REFUSED', refusal } as const
  return rowOfAudit(attempt, recorded)
}
