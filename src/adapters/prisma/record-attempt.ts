import { refusalOf, type RefusedAttempt } from '../../core/config/attempt-outcome.ts'
import type { Attempt, ChangePlan } from '../../core/config/lifecycle.ts'
import type { Result } from '../../core/result.ts'
import type { Prisma } from '../../generated/prisma/client.ts'
import { rowOfAudit } from './rows.ts'

/** What a planner is about, and what of its plan the audit trail wants: every planner of every store has these. */
type Subject = { readonly action: string; readonly target: string }
type Planned = { readonly audit: ChangePlan['audit']; readonly revision?: { readonly number: number } | undefined }

/**
 * Writes the one audit event of an attempt, whatever the planner answered: accepted, nothing to do, or a problem. To be called
 * once in the transaction of the change, with the lock that all changes take: ids ascend in the order of the commits.
 *
 * @public for stores whose changes come one by one
 */
export async function recordAttempt(
  transaction: Prisma.TransactionClient,
  attempt: Attempt,
  subject: Subject,
  planned: Result<Planned | undefined>,
): Promise<void> {
  await transaction.auditEvent.create({ data: eventOf(attempt, subject, planned) })
}

/** The row that it writes, for who writes those of several attempts at once. */
export function eventOf(
  attempt: Attempt,
  { action, target }: Subject,
  planned: Result<Planned | undefined>,
): Prisma.AuditEventCreateManyInput {
  if (!planned.ok) return refusalEvent(attempt, { action, target, refusal: refusalOf(planned.problem) })
  const { value } = planned
  const recorded =
    value === undefined
      ? ({ target, before: null, after: null, revision: null, outcome: 'UNCHANGED' } as const)
      : ({ ...value.audit, revision: value.revision?.number ?? null, outcome: 'ACCEPTED' } as const)
  return rowOfAudit(attempt, { action, ...recorded })
}

/** Writes the audit event of an attempt that came to no planner. Under the lock, as above. */
export async function recordRefusal(
  transaction: Prisma.TransactionClient,
  attempt: Attempt,
  refused: RefusedAttempt,
): Promise<void> {
  await transaction.auditEvent.create({ data: refusalEvent(attempt, refused) })
}

function refusalEvent(
  attempt: Attempt,
  { action, target, refusal, after = null }: RefusedAttempt,
): Prisma.AuditEventCreateManyInput {
  const recorded = { action, target, before: null, after, revision: null, outcome: 'REFUSED', refusal } as const
  return rowOfAudit(attempt, recorded)
}
