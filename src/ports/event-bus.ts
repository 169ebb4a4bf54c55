/**
 * Carries hints, never content: losing every hint only delays a change until the next poll. A hint comes after the commit that
 * it announces.
 */
export type EventBus = {
  /** Announces that this revision went live, or that it began or ended as a canary. Never throws. Waits for no reader. */
  announceRevision(number: number): void
  /** Calls back for each hint, and with 0 after a new connection, since hints may be lost. Returns a function that stops it. */
  onRevision(listener: (number: number) => void): () => void
  /** Announces a change of the overrides by their new version. */
  announceOverrides(version: number): void
  onOverrides(listener: (version: number) => void): () => void
  /** Announces that this node judges a CDN otherwise than before, by a number of its own, so that it can pass over its own hints. */
  announceHealth(sender: number): void
  onHealth(listener: (sender: number) => void): () => void
}
