import { z } from 'zod'
import type { Change } from './changes.ts'

/** A difference between two configurations, as the API's `ConfigChange`. */
const changeShape = z.strictObject({
  path: z.string(),
  kind: z.enum(['ADDED', 'REMOVED', 'CHANGED']),
  before: z.unknown(),
  after: z.unknown(),
})

/** Changes of a plan, which have no author yet. */
export const plannedShape: z.ZodType<readonly Change[]> = z.array(changeShape)
export const changesShape: z.ZodType<readonly AuthoredChange[]> = z.array(changeShape.extend({ author: z.string().nullable() }))

type AuthoredChange = Change & { readonly author: string | null }
