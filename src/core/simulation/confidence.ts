/** How far shares of a sample may be from those of all requests. */
export type Confidence = {
  readonly level: 'HIGH' | 'MEDIUM' | 'LOW'
  /** Percentage points within which a share of all is, 19 times of 20; 100 without a request. */
  readonly marginPercent: number
}

/** Bounds of the margin for each level. */
const [HIGH_PERCENT, MEDIUM_PERCENT] = [1, 3]

/** Judges a sample by its size: 9,604 requests are within 1 point, 1,068 within 3. Clients that ask often in one network count as others. */
export function confidenceOf(requests: number): Confidence {
  // Two standard deviations, rather 1.96, of a share of a half, which is the widest.
  const marginPercent = requests === 0 ? 100 : Math.min(100, Math.ceil(9_800 / Math.sqrt(requests)) / 100)
  const level = marginPercent <= HIGH_PERCENT ? 'HIGH' : marginPercent <= MEDIUM_PERCENT ? 'MEDIUM' : 'LOW'
  return { level, marginPercent }
}
