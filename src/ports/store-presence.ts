/** Connections to a store on a server, and callers that wait for one. */
export type StoreConnections = { readonly busy: number; readonly idle: number; readonly waiting: number }

/** Whether the store answered when this node last looked, which it does every 1.5 to 4.5 s; a look takes 5 s at most. */
export type StorePresence = {
  /** Why the last look failed; undefined: the store answered, or there was no look yet. */
  readonly awayBecause: string | undefined
  /**
   * Age of what this node knows: time since the store's last answer, or before the first one since the publish of the snapshot.
   * Undefined: the node knows nothing yet.
   */
  readonly ageMs: number | undefined
}
