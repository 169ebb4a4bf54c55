import type { Attempt, ChangePlan, ConfigState, Planner } from '../../../src/core/config/lifecycle.ts'
import type { Result } from '../../../src/core/result.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'

export const attempt: Attempt = {
  actor: 'bob',
  role: 'publisher',
  address: '192.0.2.1',
  requestId: 'request-1',
  at: '2026-02-03T04:05:06.000Z',
}

/** Revision `number` is live with one configuration, the working copy holds another; without either they are the default. */
export function stateWith(
  parts: {
    readonly number?: number
    readonly version?: number
    readonly live?: ConfigParts
    readonly working?: ConfigParts
  } = {},
): ConfigState {
  const { number = 4, version = 7, live = {}, working = live } = parts
  return { version, workingCopy: configWith(working), live: revisionWith({ number, ...live }) }
}

/** What a store that was never published to holds. */
export const emptyState: ConfigState = { version: 0, workingCopy: configWith({ cdns: [], originClusters: [] }), live: undefined }

export function plan(planner: Planner, state: ConfigState): Result<ChangePlan | undefined> {
  return planner.plan(state, attempt)
}

/** What the store holds when it has applied the plan. */
export function after(planner: Planner, state: ConfigState): ConfigState {
  const planned = planner.plan(state, attempt)
  if (!planned.ok) throw new Error(planned.problem.code)
  if (planned.value === undefined) return state
  return { version: state.version + 1, workingCopy: planned.value.workingCopy, live: planned.value.revision ?? state.live }
}

export const nothing = { ok: true, value: undefined }
