import type { SelectionPolicy } from './selection-policy.ts'
import { weighted } from './weighted.ts'

/** All policies by name. A new policy is a file and a line here. */
export const policies = { WEIGHTED: weighted } as const satisfies Readonly<Record<string, SelectionPolicy>>

export type PolicyName = keyof typeof policies
