import { z } from 'zod'

/** Findings of validation, as the API's `ValidationIssue`. */
export const findingsShape = z.array(
  z.strictObject({
    severity: z.enum(['ERROR', 'WARNING']),
    code: z.string(),
    path: z.string(),
    message: z.string(),
    remedy: z.string(),
  }),
)
