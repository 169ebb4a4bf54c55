export type Point = { readonly x: number; readonly y: number }

/** Growth of y by x, and the interval in which it lies with 95 % confidence, where what is left of each y leans on no other. */
export type Slope = { readonly slope: number; readonly low: number; readonly high: number; readonly points: number }

/** With fewer nothing can be said. */
const MIN_POINTS = 5
/** Of Student's t, two-sided 95 %, for 3 degrees of freedom and more. */
const quantiles = [3.19, 2.78, 2.58, 2.45, 2.37, 2.31, 2.27, 2.23, 2.21, 2.18, 2.17, 2.15, 2.14, 2.12, 2.11, 2.11, 2.1, 2.09]
/** For 21 and all beyond. */
const LAST_QUANTILE = 2.08

/** Least squares. Undefined with fewer than five points, or where all have one x. */
export function fitSlope(points: readonly Point[]): Slope | undefined {
  const meanX = mean(points.map(({ x }) => x))
  const meanY = mean(points.map(({ y }) => y))
  const spread = sum(points.map(({ x }) => (x - meanX) ** 2))
  if (points.length < MIN_POINTS || spread === 0) return undefined
  const slope = sum(points.map(({ x, y }) => (x - meanX) * (y - meanY))) / spread
  const residual = sum(points.map(({ x, y }) => (y - meanY - slope * (x - meanX)) ** 2))
  const freedom = points.length - 2
  const margin = (quantiles[freedom - 3] ?? LAST_QUANTILE) * Math.sqrt(residual / freedom / spread)
  return { slope, low: slope - margin, high: slope + margin, points: points.length }
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
