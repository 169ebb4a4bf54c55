/**
 * The store's time as one process knows it: this machine's wall clock until the first `hear`. After that it is the last time
 * heard plus the monotonic time since, so setting this machine's clock moves nothing.
 */
export type StoreTime = {
  nowEpochMs(): number
  /** Calls back once at this time of the store, up to 10 s late if the store's clock was set. Returns a function that cancels. */
  at(epochMs: number, callback: () => void): () => void
  /** Milliseconds by which the store's time is ahead of this machine's wall clock; undefined before the first `hear`. */
  offsetMs(): number | undefined
  /** Takes the time that the store has now. */
  hear(epochMs: number): void
}
