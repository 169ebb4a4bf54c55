/** Policies of a pool; `selection/` has a file for each. */
export const policyNames = ['WEIGHTED', 'FAILOVER', 'HASH_PATH', 'STICKY'] as const
export type PolicyName = (typeof policyNames)[number]

/** A CDN as a member of a pool. Weight and priority count in this pool alone; the lowest priority comes first. */
export type Member = { readonly cdn: string; readonly weight: number; readonly priority: number }

export type Pool = {
  readonly key: string
  readonly name: string
  readonly policy: PolicyName
  readonly members: readonly Member[]
  /** Keys of the pools that are asked in this order when no member can be used. */
  readonly fallbacks: readonly string[]
  /** Query parameter of the video URL that STICKY keeps together; null: the client's network. */
  readonly stickyParameter: string | null
}
