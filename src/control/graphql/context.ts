import type { Canary, PublishingNode } from '../../core/canary/canary.ts'
import type { AcceptedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { ConfigPlanner, ConfigState } from '../../core/change/config-change.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'

import type { OverridePlanner } from '../../core/change/plan-override.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { ToldLoad } from '../../core/load/told-load.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { OutsideLoad } from '../../ports/outside-loads.ts'
import type { ApiToken } from '../../core/access/api-token.ts'
import type { ApiTokenPlanner } from '../../core/change/plan-api-token.ts'
import type { Viewer } from '../../core/access/roles.ts'
import type { TellClient } from '../client/told-client.ts'
import type { ConfigChange } from '../change/follow-config.ts'
import type { ToldContingencies } from '../simulation/told-contingencies.ts'
import type { TellSimulation } from '../simulation/told-simulation.ts'
import type { OverrideChange } from '../change/follow-overrides.ts'
import type { ToldHealth } from '../health/told-health.ts'
import type { OperationAttempts } from './audit/operation-attempts.ts'
import type { Deadline } from './limits/deadline.ts'
import type { LiveFeed } from './feed/live-feed.ts'

/** Parts that every resolver may use. */
export type GraphqlContext = {
  readonly viewer: Viewer
  readonly prisma: PrismaClient
  readonly fleet: FleetView
  readonly health: ToldHealth
  readonly tellClient: TellClient
  readonly tellSimulation: TellSimulation
  readonly contingencies: ToldContingencies
  readonly feed: LiveFeed
  /** The revision that this node runs. */
  readonly running: () => ConfigRevision | undefined
  /** The newest canary, running or not, as this node knows it. */
  readonly canary: () => Canary | undefined
  /** This node, for canaries. */
  readonly home: PublishingNode
  /** Rejects with a `UserProblem`. */
  readonly state: () => Promise<ConfigState>
  /** The live revision; while the store is away as this node knows it. Rejects with a `UserProblem`. */
  readonly live: () => Promise<ConfigRevision>
  /** Age of what this node knows, if the operation was answered by that; undefined: the store answers. Null: unknown. */
  readonly memoryAgeMs: () => number | null | undefined
  /** The revision with this number; undefined when there is none. Rejects with a `UserProblem`. */
  readonly revision: (number: number) => Promise<ConfigRevision | undefined>
  /** Attempts of this operation that the audit trail has. Code that records an attempt with its change marks it here. */
  readonly attempts: OperationAttempts
  /** Records that the attempt under way was accepted, where no store keeps what it did. Never rejects. */
  readonly recordAccepted: (accepted: AcceptedAttempt) => Promise<void>
  /** Takes a report of a CDN's load on behalf of the viewer. Rejects with a `UserProblem`. */
  readonly reportLoad: (cdn: string, told: ToldLoad) => Promise<OutsideLoad>
  readonly deadline: Deadline
  /** All API tokens that are kept. Rejects with a `UserProblem`. */
  readonly apiTokens: () => Promise<readonly ApiToken[]>
  /** Creates or revokes an API token on behalf of the viewer. Rejects with a `UserProblem`. */
  readonly changeApiTokens: (planner: ApiTokenPlanner) => Promise<ApiToken>
  /** An attempt of the viewer, for the audit trail. */
  readonly attempt: () => Attempt
  readonly nowEpochMs: () => number
  /** Changes the overrides on behalf of the viewer, as the change service does. Rejects with a `UserProblem`. */
  readonly changeOverrides: (planner: OverridePlanner) => Promise<OverrideChange>
  /** Changes the configuration on behalf of the viewer, as the change service does. Rejects with a `UserProblem`. */
  readonly change: (planner: ConfigPlanner, waitForWorkersMs?: number) => Promise<ConfigChange>
}
