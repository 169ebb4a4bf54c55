import type { ApiToken } from '../../core/access/api-token.ts'
import { refusalOf, type AcceptedAttempt, type PlanlessAttempt, type RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { ConfigPlanner, ConfigState } from '../../core/change/config-change.ts'
import type { ApiTokenPlanner } from '../../core/change/plan-api-token.ts'
import type { OverridePlanner } from '../../core/change/plan-override.ts'
import type { Planner } from '../../core/change/planner.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { ok, type Problem, type Result } from '../../core/result.ts'
import type { ApiTokens } from '../../ports/api-tokens.ts'
import type { Change } from '../../ports/change.ts'
import { StoreUnavailable, type ConfigStore } from '../../ports/config-store.ts'
import type { OutsideLoads } from '../../ports/outside-loads.ts'
import type { OverrideChanges } from '../../ports/override-changes.ts'
import type { ApiTokenDirectory } from '../access/api-token-directory.ts'
import { askStore, describeAbsence } from './ask-store.ts'
import type { Follow, FollowParts } from './follow.ts'
import { followConfig, type ConfigChange } from './follow-config.ts'
import { followOverrides, type OverrideChange } from './follow-overrides.ts'
import { openLoadReports, type ReportLoad } from './load-reports.ts'
import { timePublishes } from './time-publishes.ts'
import { readLive, type LiveRevision, type ReadLiveParts } from './read-live.ts'

export type ChangeServiceParts = FollowParts & {
  readonly store: ConfigStore
  readonly running: ReadLiveParts['running']
  readonly storePresence: ReadLiveParts['storePresence']
  readonly overrideChanges: OverrideChanges
  readonly apiTokens: ApiTokens
  readonly directory: Pick<ApiTokenDirectory, 'noteChange'>
  readonly outsideLoads: Pick<OutsideLoads, 'report'>
  /** Called when the audit trail has grown. */
  readonly onChanged: () => void
  /** Called for an attempt that the audit trail may lack. */
  readonly onUnrecorded: (attempt: Attempt, planless: PlanlessAttempt, error: unknown) => void
}

/** Reads and changes the store for GraphQL and REST, which change it in no other way. */
export type ChangeService = {
  readonly state: () => Promise<Result<ConfigState>>
  readonly live: () => Promise<Result<LiveRevision>>
  /** The revision with this number; undefined when there is none. */
  readonly revision: (number: number) => Promise<Result<ConfigRevision | undefined>>
  readonly listApiTokens: () => Promise<Result<readonly ApiToken[]>>
  /**
   * Resolves when a new revision is committed and on disk, and the workers of this node had `waitForWorkersMs` to take it.
   * Omitted, that is a second for a new revision, else 0. A canary is only committed, and the workers that run it are awaited.
   */
  readonly change: (attempt: Attempt, planner: ConfigPlanner, waitForWorkersMs?: number) => Promise<Result<ConfigChange>>
  /** Resolves when the change is committed and on disk, and the workers of this node had a second to follow it. */
  readonly changeOverrides: (attempt: Attempt, planner: OverridePlanner) => Promise<Result<OverrideChange>>
  /** Resolves when the change is committed, and this node goes by it. */
  readonly changeApiTokens: (attempt: Attempt, planner: ApiTokenPlanner) => Promise<Result<ApiToken>>
  /** Takes a report of a CDN's load, which counts for all nodes. */
  readonly reportLoad: ReportLoad
  /** Records an attempt that was refused before it came to a change. Never rejects: the refusal stands either way. */
  readonly refuse: (attempt: Attempt, refused: RefusedAttempt) => Promise<void>
  /** Records an attempt that was accepted without a change of the store. Never rejects: what was done stands either way. */
  readonly accept: (attempt: Attempt, accepted: AcceptedAttempt) => Promise<void>
}

export function buildChangeService(parts: ChangeServiceParts): ChangeService {
  const { store, apiTokens, directory, onChanged, onProblem, onUnrecorded } = parts
  const state = (): Promise<Result<ConfigState>> => askStore(onProblem, async () => ok(await store.state()))
  return {
    state,
    live: () => readLive(parts, state),
    revision: (number) => askStore(onProblem, async () => ok(await store.revision(number))),
    listApiTokens: () => askStore(onProblem, async () => ok(await apiTokens.list())),
    change: timePublishes(parts, changeIn(store, followConfig(parts))),
    changeOverrides: changeIn(parts.overrideChanges, followOverrides(parts)),
    changeApiTokens: changeIn(apiTokens, async ({ value: token }) => {
      directory.noteChange(token.revokedAt === null ? undefined : token.id)
      return ok(token)
    }),
    reportLoad: openLoadReports({ ...parts, accept: record }),
    async refuse(attempt, refused) {
      // The store has just failed to answer: to ask it anew would only keep the caller waiting.
      if (refused.refusal.code === 'STORE_UNAVAILABLE') return onUnrecorded(attempt, refused, undefined)
      return record(attempt, refused)
    },
    accept: record,
  }

  async function record(attempt: Attempt, planless: PlanlessAttempt): Promise<void> {
    try {
      await store.record(attempt, planless)
      onChanged()
    } catch (error) {
      onUnrecorded(attempt, planless, error)
    }
  }

  function changeIn<State, Plan, After, Told>(
    changeable: { change: Change<State, Plan, After> },
    follow: Follow<State, After, Told>,
  ): (attempt: Attempt, planner: Planner<State, Plan>, waitForWorkersMs?: number) => Promise<Result<Told>> {
    return (attempt, planner, waitForWorkersMs) =>
      askStore(onProblem, async () => {
        const tellUnrecorded = (problem: Problem, error: Error): void =>
          onUnrecorded(attempt, { action: planner.action, target: planner.target, refusal: refusalOf(problem) }, error.cause)
        const answer = await changeable.change(attempt, planner).catch((error: unknown) => {
          // A change of unknown outcome was not refused.
          if (error instanceof StoreUnavailable) tellUnrecorded(describeAbsence(error), error)
          throw error
        })
        onChanged()
        if (answer.ok) return follow(answer, waitForWorkersMs)
        if (answer.unrecorded !== undefined) tellUnrecorded(answer.problem, answer.unrecorded)
        return answer
      })
  }
}
