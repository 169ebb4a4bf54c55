/** Values counted by fixed buckets: a bucket has those up to its bound, the last one those above all bounds. */
export type Histogram = { readonly counts: number[]; sum: number }

export function openHistogram(bounds: readonly number[]): Histogram {
  return { counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }
}

/** Counts a value. Allocates nothing: it is called on the way of a redirect. */
export function observe(histogram: Histogram, bounds: readonly number[], value: number): void {
  let bucket = 0
  while (bucket < bounds.length && value > (bounds[bucket] ?? Infinity)) bucket += 1
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
  histogram.sum += value
}

/** Adds a reading of a counter, less an earlier reading of it. Both have the buckets of the sum. */
export function addHistogram(sum: Histogram, now: Histogram, before: Histogram): void {
  for (const [bucket, count] of now.counts.entries())
    sum.counts[bucket] = (sum.counts[bucket] ?? 0) + count - (before.counts[bucket] ?? 0)
  sum.sum += now.sum - before.sum
}
