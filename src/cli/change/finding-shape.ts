import { z } from 'zod'
import type { Finding } from '../config/findings.ts'

/** Findings of validation, as the API's `ValidationIssue`. */
export const findingsShape: z.ZodType<readonly Finding[]> = z.array(
  z.strictObject({
    severity: z.enum(['ERROR', 'WARNING']),
    code: z.string(),
    path: z.string(),
    message: z.string(),
    remedy: z.string(),
  }),
)
