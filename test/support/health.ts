import type { HealthCheck } from '../../src/core/config/health-check.ts'
import type { FamilyVerdict, NodeReport } from '../../src/core/health/node-report.ts'
import type { ProbeOutcome, ProbeResult } from '../../src/core/health/probe.ts'

export function checkWith(fields: Partial<HealthCheck> = {}): HealthCheck {
  return {
    path: '/probe',
    method: 'GET',
    expectStatus: [],
    expectBody: null,
    intervalSeconds: 10,
    timeoutSeconds: 2,
    fall: 3,
    rise: 2,
    slowStartSeconds: 60,
    internal: false,
    ...fields,
  }
}

export function resultOf(outcome: ProbeOutcome, fields: Partial<ProbeResult> = {}): ProbeResult {
  return { outcome, status: null, latencyMs: 5, message: outcome, certificateEndsEpochMs: null, ...fields }
}

export const [passed, refused, timedOut] = [resultOf('PASSED', { status: 200 }), resultOf('REFUSED'), resultOf('TIMEOUT')]

export function verdictOf(isOut: boolean, sinceEpochMs: number, fields: Partial<FamilyVerdict> = {}): FamilyVerdict {
  const reason = isOut ? '3 checks in a row failed' : 'its checks pass'
  return { isOut, sinceEpochMs, isRecovery: false, reason, certificateEndsEpochMs: null, ...fields }
}

/** The report of a node about the CDN "a" at https://a.example. */
export function reportOf(node: string, byFamily: NodeReport['verdicts'][number]['byFamily']): NodeReport {
  return { node, verdicts: [{ key: 'a', baseUrl: 'https://a.example', byFamily }] }
}
