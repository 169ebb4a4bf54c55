import type { AddressFamily } from './health.ts'

/** Outcome of one probe over one address family. Only `PASSED` is a pass. */
export type ProbeOutcome =
  | 'PASSED'
  /** Another status than expected. */
  | 'STATUS'
  /** Another body than expected, or half of one. */
  | 'BODY'
  | 'TIMEOUT'
  | 'REFUSED'
  | 'RESET'
  /** The certificate is not valid for the host, or TLS fails. */
  | 'TLS'
  /** The answer is not HTTP. */
  | 'PROTOCOL'
  | 'DNS'
  /** This machine has no way to addresses of the family. */
  | 'NO_ROUTE'
  /** The address may not be asked: see `HealthCheck.internal`. */
  | 'FORBIDDEN'

/** Result of one probe over one address family. */
export type ProbeResult = {
  readonly outcome: ProbeOutcome
  /** HTTP status; null: no answer came. */
  readonly status: number | null
  readonly latencyMs: number
  /** Words for people, without addresses. */
  readonly message: string
  /** End of the certificate, in Unix time; null: none was seen. */
  readonly certificateEndsEpochMs: number | null
}

/**
 * Results of one round of a CDN, for each family of which it has addresses; all families when the name can't be resolved. Null: the
 * name could not be resolved for this family alone.
 */
export type ProbeResults = Partial<Readonly<Record<AddressFamily, ProbeResult | null>>>

/** Outcomes that say nothing of the CDN itself, since the fault may be this node's: its network, or its resolver. */
export const outcomesWithoutLife: ReadonlySet<ProbeOutcome> = new Set(['TIMEOUT', 'DNS', 'NO_ROUTE'])
