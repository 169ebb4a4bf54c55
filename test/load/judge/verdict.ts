/** Whether a threshold holds. Undecided: the run was too short, or too uneven, to tell. */
export type Verdict = {
  readonly what: string
  readonly state: 'HOLDS' | 'CROSSED' | 'UNDECIDED'
  /** What was measured, with its unit. */
  readonly measured: string
  readonly allowed: string
}

export function atMost(what: string, value: number, limit: number, unit: string): Verdict {
  return {
    what,
    state: value <= limit ? 'HOLDS' : 'CROSSED',
    measured: `${format(value)}${unit}`,
    allowed: `≤ ${format(limit)}${unit}`,
  }
}

/** Three digits, and no more than are needed. */
export function format(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
