import { observe, openHistogram, type Histogram } from './histogram.ts'

/** Histograms of one measure, by the values of its labels. */
export type LabelledHistogram = {
  readonly bounds: readonly number[]
  observe(value: number, ...labels: readonly string[]): void
  list(): readonly (readonly [Histogram, ...labels: string[]])[]
}

/** Most values of the labels together; what comes after is not counted. Callers have fixed sets, far smaller. */
const MAX_SERIES = 300

/** Opens histograms; the given labels are there from the start, at 0. */
export function openLabelledHistogram(
  bounds: readonly number[],
  labelsAtStart: readonly (readonly string[])[] = [[]],
): LabelledHistogram {
  const series = new Map<string, readonly [Histogram, ...labels: string[]]>()
  for (const labels of labelsAtStart) take(labels)
  return {
    bounds,
    observe(value, ...labels) {
      const known = take(labels)
      if (known !== undefined) observe(known[0], bounds, value)
    },
    list: () => [...series.values()],
  }

  function take(labels: readonly string[]): readonly [Histogram, ...labels: string[]] | undefined {
    const key = labels.join(' ')
    const known = series.get(key)
    if (known !== undefined || series.size >= MAX_SERIES) return known
    const added = [openHistogram(bounds), ...labels] as const
    series.set(key, added)
    return added
  }
}
