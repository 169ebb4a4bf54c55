import { openInProcessHealthReports } from '../../src/adapters/in-process/health-reports.ts'
import { openInProcessNodeBudgets } from '../../src/adapters/in-process/node-budgets.ts'
import { openInProcessLoads } from '../../src/adapters/in-process/shared-loads.ts'
import type { AgentParts } from '../../src/agent/agent.ts'
import type { HealthEvent } from '../../src/core/health/health-event.ts'
import type { ProbeResults } from '../../src/core/health/probe.ts'
import { openNodeTimings } from '../../src/core/node-timings.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { passed } from './health.ts'
import { openInMemoryHealthFile, type InMemoryHealthFile } from './health-file.ts'

/** CDNs that answer as a test says, by base URL; others pass over IPv4. */
type ScriptedCdns = Map<string, ProbeResults | Promise<ProbeResults>>

type HealthParts = Pick<
  AgentParts,
  | 'probe'
  | 'budgets'
  | 'sharedLoads'
  | 'askLoad'
  | 'nodeLoads'
  | 'healthReports'
  | 'healthEvents'
  | 'keptHealth'
  | 'timings'
  | 'onHealth'
> & {
  readonly healthFile: InMemoryHealthFile
  readonly cdns: ScriptedCdns
  /** Base URLs in the order in which they were asked. */
  readonly asked: string[]
  /** Changes of health that were told. */
  readonly changes: HealthEvent[]
}

/** Parts of an agent for the health of CDNs and for budgets: all pass their checks unless a test says otherwise. */
export function healthParts(clock: Clock): HealthParts {
  const cdns: ScriptedCdns = new Map()
  const [asked, changes]: [string[], HealthEvent[]] = [[], []]
  return {
    cdns,
    asked,
    changes,
    probe: async ({ baseUrl }) => {
      asked.push(baseUrl)
      return cdns.get(baseUrl) ?? { IPV4: passed }
    },
    budgets: openInProcessNodeBudgets(),
    sharedLoads: openInProcessLoads(clock),
    askLoad: () => Promise.reject(new Error('nobody tells a load')),
    nodeLoads: undefined,
    healthReports: openInProcessHealthReports(clock),
    healthEvents: { add: async () => undefined },
    healthFile: openInMemoryHealthFile(),
    keptHealth: undefined,
    timings: openNodeTimings(),
    onHealth: (events) => void changes.push(...events),
  }
}
