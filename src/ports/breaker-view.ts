/** A circuit breaker as others see it. Open: callers fail at once. Half-open: one question is under way, whose outcome decides. */
export type BreakerView = {
  readonly state: 'CLOSED' | 'HALF_OPEN' | 'OPEN'
  /** How often it opened since the process started. */
  readonly opens: number
  /** ISO 8601; null while it is closed. */
  readonly openSince: string | null
}

/** The breakers of a process, by the dependency before which each stands. */
export type Breakers = () => Readonly<Record<string, BreakerView>>
