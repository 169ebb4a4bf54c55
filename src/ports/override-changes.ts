import type { NodeOverrides } from '../core/change/node-overrides.ts'
import type { OverridePlan, OverrideState } from '../core/change/plan-override.ts'
import type { Change } from './change.ts'

/** Changes the overrides in the store, or on this node alone while the store is away: then it does not reject with `StoreUnavailable`. */
export type OverrideChanges = { change: Change<OverrideState, OverridePlan | undefined, NodeOverrides> }
