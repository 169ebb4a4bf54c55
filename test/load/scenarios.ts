import type { Scenario } from './scenario.ts'
import { dashboards } from './scenarios/dashboards.ts'
import { mixed } from './scenarios/mixed.ts'
import { publishStorm } from './scenarios/publish-storm.ts'
import { redirect } from './scenarios/redirect.ts'
import { soak } from './scenarios/soak.ts'

/** By the names that the command line and the files in `ops/k6/` have. */
export const scenarios: Readonly<Record<string, Scenario>> = { redirect, 'publish-storm': publishStorm, dashboards, mixed, soak }
