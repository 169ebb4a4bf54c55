import type { Override, OverrideMeaning } from '../../src/core/override/override.ts'

/** An override as ann set it, until it is lifted. */
export function overrideWith(
  meaning: OverrideMeaning,
  rest: Partial<Pick<Override, 'reason' | 'until' | 'by' | 'at'>> = {},
): Override {
  return { reason: 'it burns', until: null, by: 'ann', at: '2026-01-01T00:00:00.000Z', ...meaning, ...rest }
}

export const down = (target: string) => overrideWith({ kind: 'ADMIN_STATE', target, value: 'DOWN' })
export const drain = (target: string) => overrideWith({ kind: 'ADMIN_STATE', target, value: 'DRAIN' })
export const up = (target: string) => overrideWith({ kind: 'ADMIN_STATE', target, value: 'UP' })
export const weight = (target: string, value: number) => overrideWith({ kind: 'WEIGHT', target, value })
export const ratio = (value: number) => overrideWith({ kind: 'RATIO', target: null, value })
export const allToOrigin = overrideWith({ kind: 'ALL_TO_ORIGIN', target: null, value: null })
export const allTo = (target: string) => overrideWith({ kind: 'ALL_TO_CDN', target, value: null })
