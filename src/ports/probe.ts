import type { HealthCheck } from '../core/config/health-check.ts'
import type { ProbeResults } from '../core/health/probe.ts'

/**
 * Probes a CDN once, over each address family that it has. Resolves within the timeout of the check plus half a second; never
 * rejects.
 */
export type Probe = (target: ProbeTarget) => Promise<ProbeResults>

export type ProbeTarget = {
  /** URL before the path of the check: without a scheme https is used. */
  readonly baseUrl: string
  readonly check: HealthCheck
}
