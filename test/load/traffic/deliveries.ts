import type { Measures } from '../measures.ts'

/** Times from the sending of a publish until a dashboard has its revision, which may be before the publish is answered. */
export type Deliveries = {
  published(revision: number, sentMs: number): void
  seen(revision: number, atMs: number): void
  /** The last revision that was published; 0 before. */
  newest(): number
}

/** Revisions that are told apart; an event about an older one is not timed. */
const MAX_KEPT = 1_000

export function openDeliveries(measures: Measures): Deliveries {
  const sent = new Map<number, number>()
  const early = new Map<number, number[]>()
  let newest = 0
  return {
    published(revision, sentMs) {
      // A publish that found nothing to do, since another had taken its edit along, names that one's revision.
      sent.set(revision, Math.min(sent.get(revision) ?? Infinity, sentMs))
      newest = Math.max(newest, revision)
      for (const atMs of early.get(revision) ?? []) measures.done('delivery', atMs - sentMs)
      early.delete(revision)
      forgetOldest(sent)
    },
    seen(revision, atMs) {
      const sentMs = sent.get(revision)
      if (sentMs !== undefined) return measures.done('delivery', atMs - sentMs)
      const waiting = early.get(revision)
      if (waiting !== undefined) return void waiting.push(atMs)
      early.set(revision, [atMs])
      forgetOldest(early)
    },
    newest: () => newest,
  }
}

function forgetOldest(kept: Map<number, unknown>): void {
  if (kept.size <= MAX_KEPT) return
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}
