import type { FastifyBaseLogger } from 'fastify'
import type { RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import { recordAnonymousRefusals } from '../audit/anonymous-refusals.ts'
import type { RefusalCounts } from '../audit/refusal-counts.ts'
import { openSummedRefusals } from '../audit/summed-refusals.ts'
import { buildChangeService, type ChangeService, type ChangeServiceParts } from './change-service.ts'

export type AuditedChangesParts = Omit<ChangeServiceParts, 'onChanged' | 'onProblem' | 'onUnrecorded'> & {
  readonly log: FastifyBaseLogger
  readonly refusals: RefusalCounts
}

export type AuditedChanges = {
  readonly changes: ChangeService
  /** Resolves when the sums in memory are recorded. */
  readonly stop: () => Promise<void>
}

/** Opens the change service, and sums refusals where one actor has too many. `onRecorded`: the audit trail has grown. */
export function openAuditedChanges(parts: AuditedChangesParts, onRecorded: () => void): AuditedChanges {
  const { store, clock, log, refusals } = parts
  const service = buildChangeService({
    ...parts,
    onChanged: onRecorded,
    onProblem: (message, error) => log.error({ err: error }, message),
    onUnrecorded(attempt, planless, error) {
      refusals.countUnrecorded('refusal' in planless ? planless.refusal.code : undefined)
      const what = 'refusal' in planless ? { refused: planless } : { accepted: planless }
      log.error({ err: error, attempt, ...what }, 'an attempt is missing from the audit trail: the store did not answer')
    },
  })
  const recordNow = async (attempt: Attempt, refused: RefusedAttempt): Promise<void> => {
    await store.record(attempt, refused)
    onRecorded()
  }
  const summed = openSummedRefusals({
    clock,
    record: (attempt, refused) => service.refuse(attempt, refused),
    recordSum: recordNow,
    onUnrecorded: (code) => refusals.countUnrecorded(code),
  })
  const anonymous = recordAnonymousRefusals({ counts: refusals, clock, record: recordNow })
  return {
    changes: { ...service, refuse: (attempt, refused) => summed.refuse(attempt, refused) },
    async stop() {
      await Promise.all([anonymous.stop(), summed.stop()])
    },
  }
}
