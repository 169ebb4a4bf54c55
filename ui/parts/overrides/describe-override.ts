import type { OverridePartsFragment } from '../../generated/operations.ts'

/** `DOWN of second`, `WEIGHT 5 of second`, `RATIO 7`, `ALL_TO_CDN second`. */
export function describeOverride({ kind, target, value }: Pick<OverridePartsFragment, 'kind' | 'target' | 'value'>): string {
  if (kind === 'ADMIN_STATE') return `${String(value)} of ${target}`
  if (kind === 'WEIGHT') return `WEIGHT ${String(value)} of ${target}`
  if (kind === 'RATIO') return `RATIO ${String(value)}`
  return target === null ? kind : `${kind} ${target}`
}
