/**
 * Carries hints, never content: losing every one delays a change by a poll and loses nothing. Hints come after the commit that
 * they speak of.
 */
export type EventBus = {
  /** A revision of this number went live, or is a canary that began or ended. Never rejects, never waits for a reader. */
  announceRevision(number: number): void
  /** Calls back for each hint, and once with 0 whenever hints may have been lost (a new connection). Returns how to stop. */
  onRevision(listener: (number: number) => void): () => void
  /** The same of the overrides, by their version. */
  announceOverrides(version: number): void
  onOverrides(listener: (version: number) => void): () => void
}
