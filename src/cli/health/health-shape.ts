import { z } from 'zod'
import { healths } from '../../core/health/health.ts'
import { adminStates } from '../../core/override/override.ts'

/** Health of a CDN as the command line shows it. */
export const cdnHealthShape = z.strictObject({
  key: z.string(),
  adminState: z.enum(adminStates),
  health: z.enum(healths),
  reason: z.string(),
  since: z.string().nullable(),
  lastProbe: z
    .strictObject({ at: z.string(), outcome: z.string(), status: z.int().nullable(), latencyMs: z.number() })
    .nullable(),
})
export type CdnHealth = z.infer<typeof cdnHealthShape>

/** Describes the last probe in a few words: `STATUS 503 in 12 ms`. */
export function describeProbe(lastProbe: CdnHealth['lastProbe']): string {
  if (lastProbe === null) return 'none yet'
  const { outcome, status, latencyMs } = lastProbe
  return `${outcome}${status === null ? '' : ` ${status}`} in ${Math.round(latencyMs)} ms`
}
