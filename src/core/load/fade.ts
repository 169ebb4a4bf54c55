/** Time in which half is forgotten of what came to a CDN that gets nothing now, so that it is tried again. */
const HALF_MS = 30_000

/** Part of something remembered that is left after so long. */
export function fade(ms: number): number {
  return 0.5 ** (Math.max(0, ms) / HALF_MS)
}
