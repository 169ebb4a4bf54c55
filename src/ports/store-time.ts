/**
 * The store's time as one process knows it: as it was heard last, and from there on by the monotonic clock, so that setting this
 * machine's clock moves nothing. Before it was heard it is this machine's wall clock.
 */
export type StoreTime = {
  nowEpochMs(): number
  /** Calls back once when it has come to this, however far that is, at most 10 s late where it was set. Returns how to cancel. */
  at(epochMs: number, callback: () => void): () => void
  /** How far it is ahead of this machine's wall clock now; undefined before it was heard. */
  offsetMs(): number | undefined
  /** So late it is now. */
  heard(epochMs: number): void
}
