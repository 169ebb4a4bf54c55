import { z } from 'zod'
import { overrideKinds } from './override.ts'

/** An override as `/health`, the GraphQL query `overrides` and the command line show it. */
export const overrideShape = z.strictObject({
  kind: z.enum(overrideKinds),
  target: z.string().nullable(),
  value: z.union([z.string(), z.number()]).nullable(),
  reason: z.string(),
  until: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  inEffect: z.boolean(),
  scope: z.enum(['ALL_NODES', 'NODE_ONLY']),
})
