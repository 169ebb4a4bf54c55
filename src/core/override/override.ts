/** What an operator sets over the revision tonight: it holds through publish, rollback and restart, until it ends or is lifted. */
export type Override = OverrideMeaning & {
  /** For whoever wonders. */
  readonly reason: string
  /** ISO 8601; null: until it is lifted. */
  readonly until: string | null
  /** Who set it, and when. */
  readonly by: string
  readonly at: string
}

/** `target` is the key of the CDN that it is about. */
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
 * `UP`: in use though the revision disables it. `DRAIN` and `DOWN`: no redirects; players that are there may stay, or are known to be
 * cut off. `AUTO` is no override.
 */
export type AdminState = 'AUTO' | SetAdminState
type SetAdminState = 'UP' | 'DRAIN' | 'DOWN'
export const adminStates: readonly AdminState[] = ['AUTO', 'UP', 'DRAIN', 'DOWN']

/** All overrides that there are. `version` goes up by one with every change: order is by it, never by a clock. */
export type OverrideSet = { readonly version: number; readonly overrides: readonly Override[] }

export const noOverrides: OverrideSet = { version: 0, overrides: [] }

export const MAX_OVERRIDES = 500

/** There is one override a slot: setting it again replaces it. Where all traffic goes is one question, with one answer. */
export function slotOf({ kind, target }: Pick<Override, 'kind' | 'target'>): string {
  if (kind === 'ALL_TO_ORIGIN' || kind === 'ALL_TO_CDN') return 'ALL_TO'
  return target === null ? kind : `${kind}.${target}`
}

/** Those that have not ended by then. */
export function activeAt(overrides: readonly Override[], nowEpochMs: number): readonly Override[] {
  return overrides.filter(({ until }) => until === null || Date.parse(until) > nowEpochMs)
}

/** When the next one ends; undefined: none does by itself. */
export function nextEndEpochMs(overrides: readonly Override[]): number | undefined {
  const ends = overrides.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]))
  return ends.length === 0 ? undefined : Math.min(...ends)
}

/** Whether what it is about is there: one of a CDN that a later revision no longer has is without effect. */
export function isInEffect({ target }: Pick<Override, 'target'>, cdns: readonly { readonly key: string }[]): boolean {
  return target === null || cdns.some(({ key }) => key === target)
}

/** `DOWN of "a", set by ann: "burning"`, for logs and messages. */
export function describeOverride({ kind, target, value, reason, until, by }: Override): string {
  const what =
    kind === 'ADMIN_STATE'
      ? `${value} of "${target}"`
      : [kind, target && `"${target}"`, value].filter((part) => part !== null).join(' ')
  return `${what}, set by ${by}${until === null ? '' : ` until ${until}`}: ${JSON.stringify(reason)}`
}
