import type { Canary, CanaryHome } from '../../core/canary/canary.ts'
import type { Attempt, ConfigState, Planner } from '../../core/config/lifecycle.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'

import type { OverridePlanner } from '../../core/override/override-changes.ts'
import type { OverrideSet } from '../../core/override/override.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { ApiToken, ApiTokenPlanner } from '../../ports/api-tokens.ts'
import type { Viewer } from '../access/roles.ts'
import type { Change } from '../config-service.ts'
import type { OperationAttempts } from './audit/operation-attempts.ts'
import type { Deadline } from './limits/deadline.ts'
import type { LiveFeed } from './live-feed.ts'

/** What every resolver may use. */
export type GraphqlContext = {
  readonly viewer: Viewer
  readonly prisma: PrismaClient
  readonly fleet: FleetView
  readonly feed: LiveFeed
  /** The revision that this node runs. */
  readonly running: () => ConfigRevision | undefined
  /** The newest canary, running or not, as this node knows it. */
  readonly canary: () => Canary | undefined
  /** This node, for canaries. */
  readonly home: CanaryHome
  /** Rejects with a `UserProblem`. */
  readonly state: () => Promise<ConfigState>
  /** The revision with this number; undefined when there is none. Rejects with a `UserProblem`. */
  readonly revision: (number: number) => Promise<ConfigRevision | undefined>
  /** What of this operation is in the audit trail. Whatever else records an attempt with its change says so here. */
  readonly attempts: OperationAttempts
  /** Until when this operation has time. */
  readonly deadline: Deadline
  /** All that are kept. Rejects with a `UserProblem`. */
  readonly apiTokens: () => Promise<readonly ApiToken[]>
  /** Creates or revokes one, on behalf of the viewer. Rejects with a `UserProblem`. */
  readonly changeApiTokens: (planner: ApiTokenPlanner) => Promise<ApiToken>
  /** Who wants a change, for the record. */
  readonly attempt: () => Attempt
  readonly nowEpochMs: () => number
  /** Changes the overrides on behalf of the viewer, as the override service does. Rejects with a `UserProblem`. */
  readonly changeOverrides: (planner: OverridePlanner) => Promise<{ readonly set: OverrideSet; readonly isFollowed: boolean }>
  /** Changes the configuration on behalf of the viewer, as the config service does. Rejects with a `UserProblem`. */
  readonly change: (planner: Planner, waitForWorkersMs?: number) => Promise<Change>
}
