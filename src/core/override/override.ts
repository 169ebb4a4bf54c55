/** A value that an operator sets over any revision. It survives publish, rollback and restart, until it ends or is lifted. */
export type Override = OverrideMeaning & {
  /** The operator's reason, for other people. */
  readonly reason: string
  /** ISO 8601; null: until it is lifted. */
  readonly until: string | null
  /** Actor who set the override. */
  readonly by: string
  /** ISO 8601: the time when it was set. */
  readonly at: string
}

/** Effect of an override. `target` is the key of a CDN. */
export type OverrideMeaning =
  | { readonly kind: 'ADMIN_STATE'; readonly target: string; readonly value: SetAdminState }
  | { readonly kind: 'WEIGHT'; readonly target: string; readonly value: number }
  | { readonly kind: 'RATIO'; readonly target: null; readonly value: number }
  | { readonly kind: 'ALL_TO_ORIGIN'; readonly target: null; readonly value: null }
  | { readonly kind: 'ALL_TO_CDN'; readonly target: string; readonly value: null }

export type OverrideKind = OverrideMeaning['kind']
export const overrideKinds = [
  'ADMIN_STATE',
  'WEIGHT',
  'RATIO',
  'ALL_TO_ORIGIN',
  'ALL_TO_CDN',
] as const satisfies readonly OverrideKind[]

/**
 * Admin state of a CDN. `UP`: in use even if the revision disables it. `DRAIN` and `DOWN`: no redirects; `DRAIN` says that players
 * on the CDN may stay, `DOWN` that it is broken. `AUTO`: the revision decides, there is no override.
 */
export type AdminState = 'AUTO' | SetAdminState
type SetAdminState = 'UP' | 'DRAIN' | 'DOWN'
export const adminStates: readonly AdminState[] = ['AUTO', 'UP', 'DRAIN', 'DOWN']

/** All overrides. `version` goes up by one with every change: sets are ordered by version, never by a clock. */
export type OverrideSet = { readonly version: number; readonly overrides: readonly Override[] }

export const noOverrides: OverrideSet = { version: 0, overrides: [] }

export const MAX_OVERRIDES = 500

/** Slot of an override: setting another one in the same slot replaces it. ALL_TO_ORIGIN and ALL_TO_CDN share a slot. */
export function slotOf({ kind, target }: Pick<Override, 'kind' | 'target'>): string {
  if (kind === 'ALL_TO_ORIGIN' || kind === 'ALL_TO_CDN') return 'ALL_TO'
  return target === null ? kind : `${kind}.${target}`
}

/** Compares by code units, as `byKey` does: a database's order depends on its collation. */
export function bySlot(a: Override, b: Override): number {
  return slotOf(a) < slotOf(b) ? -1 : 1
}

/** Overrides that have not ended at this time. */
export function activeAt(overrides: readonly Override[], nowEpochMs: number): readonly Override[] {
  return overrides.filter(({ until }) => until === null || Date.parse(until) > nowEpochMs)
}

/** Earliest end of the overrides; undefined: none has an end. */
export function nextEndEpochMs(overrides: readonly Override[]): number | undefined {
  const ends = overrides.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]))
  return ends.length === 0 ? undefined : Math.min(...ends)
}

/** Whether the override's CDN exists. An override has no effect after a later revision has dropped the CDN. */
export function isInEffect({ target }: Pick<Override, 'target'>, cdns: readonly { readonly key: string }[]): boolean {
  return target === null || cdns.some(({ key }) => key === target)
}

/** Writes `DOWN of "a", set by ann: "burning"`, for logs and messages. */
export function describeOverride({ kind, target, value, reason, until, by }: Override): string {
  const what =
    kind === 'ADMIN_STATE'
      ? `${value} of "${target}"`
      : [kind, target && `"${target}"`, value].filter((part) => part !== null).join(' ')
  return `${what}, set by ${by}${until === null ? '' : ` until ${until}`}: ${JSON.stringify(reason)}`
}

/** Most overrides that one message describes. */
const DESCRIBED = 5

export function describeOverrides(overrides: readonly Override[]): string {
  const described = overrides.slice(0, DESCRIBED).map(describeOverride)
  return [...described, ...(overrides.length > DESCRIBED ? ['…'] : [])].join('; ')
}
