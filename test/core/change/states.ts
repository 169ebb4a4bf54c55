import type { Attempt } from '../../../src/core/change/attempt.ts'
import type { ConfigPlan, ConfigPlanner, ConfigState } from '../../../src/core/change/config-change.ts'
import { noOverrides } from '../../../src/core/override/override.ts'
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
  return {
    version,
    workingCopy: configWith(working),
    live: revisionWith({ number, ...live }),
    canary: undefined,
    lastNumber: number,
    overrides: noOverrides,
  }
}

/** What a store that was never published to holds. */
export const emptyState: ConfigState = {
  version: 0,
  workingCopy: configWith({ cdns: [], originClusters: [] }),
  live: undefined,
  canary: undefined,
  lastNumber: 0,
  overrides: noOverrides,
}

export function plan(planner: ConfigPlanner, state: ConfigState): Result<ConfigPlan | undefined> {
  return planner.plan(state, attempt)
}

/** What the store holds when it has applied the plan. */
export function after(planner: ConfigPlanner, state: ConfigState): ConfigState {
  const planned = planner.plan(state, attempt)
  if (!planned.ok) throw new Error(planned.problem.code)
  return planned.value === undefined ? state : applied(planned.value, state)
}

/** The store's part, in four lines. */
export function applied({ workingCopy, revision, canary }: ConfigPlan, state: ConfigState): ConfigState {
  const running = canary?.state === 'RUNNING' && revision !== undefined ? { canary, revision } : undefined
  const promoted = canary?.state === 'PROMOTED' ? state.canary?.revision : undefined
  return {
    ...state,
    version: state.version + 1,
    workingCopy,
    live: promoted ?? (running === undefined ? revision : undefined) ?? state.live,
    canary: canary === undefined ? state.canary : running,
    lastNumber: revision?.number ?? state.lastNumber,
  }
}

export const nothing = { ok: true, value: undefined }
