import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, isBrokenCircuitError, type IBackoff } from 'cockatiel'
import type { BreakerView } from '../../ports/breaker-view.ts'
import type { Clock, Random } from '../../ports/clock.ts'

/**
 * `LOST`: the service was not reached, or went. `LATE`: its answer did not come in time, which has cost the caller a deadline.
 * `BUSY`: this process had no connection free to ask on, which tells nothing, so it neither opens nor closes.
 */
export type Outage = 'LOST' | 'LATE' | 'BUSY'

export type BreakerParts = {
  /** Kind of outage that a failure shows; undefined: the service has answered. */
  readonly outageOf: (failure: unknown) => Outage | undefined
  /** Asks the service as little as can be asked. */
  readonly ping: () => Promise<unknown>
  readonly clock: Clock
  readonly random: Random
}

export type Breaker = {
  /** Asks. Rejects at once with the last failure while the service is away. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>
  /** Asks a service that is away as well; it is back when it answers, or when a ping under way does. For one caller at a time. */
  readonly probe: <T>(question: () => Promise<T>) => Promise<T>
  readonly view: () => BreakerView
  stop(): void
}

const LOST_IN_A_ROW = 3
/** Pause behind the first ping, which goes at once: a server may answer others while it was late for one. */
const FIRST_PAUSE_MS = 100
/** Bounds how much later callers notice that the service is back. */
const LONGEST_PAUSE_MS = 1_000

const states = {
  [CircuitState.Closed]: 'CLOSED',
  [CircuitState.Open]: 'OPEN',
  [CircuitState.HalfOpen]: 'HALF_OPEN',
  [CircuitState.Isolated]: 'OPEN',
} as const

/**
 * Opens a circuit breaker around one service. It opens at the first late answer, or when the service was lost three times in a row.
 * Then it pings the service by itself, at once and after growing pauses, so that no caller waits for one that hangs.
 */
export function openBreaker({ outageOf, ping, clock, random }: BreakerParts): Breaker {
  const lostInARow = new ConsecutiveBreaker(LOST_IN_A_ROW)
  let mayProbe = false
  /** The library reckons pauses by the wall clock, which somebody may set. So it is told that one is over just when a probe asks. */
  const untilProbed: IBackoff<unknown> = {
    next: () => untilProbed,
    get duration() {
      return mayProbe ? -Infinity : Infinity
    },
  }
  const policy = circuitBreaker(handleWhen(isOutage), { breaker: lostInARow, halfOpenAfter: untilProbed })
  let opens = 0
  let openSince: string | null = null
  let pauseMs = 0
  let stopped = false
  let cancelPing = (): void => undefined
  policy.onBreak(() => {
    if (openSince === null) opens += 1
    openSince ??= clock.nowIso()
    cancelPing()
    if (!stopped) cancelPing = clock.after(pauseMs * (0.5 + random() / 2), () => void probe(ping).catch(() => undefined))
    pauseMs = Math.min(Math.max(pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS)
  })
  policy.onReset(() => {
    cancelPing()
    openSince = null
    pauseMs = 0
  })

  return {
    async ask(question) {
      if (policy.state !== CircuitState.Closed) throw lastOutage()
      return policy.execute(question)
    },
    probe,
    view: () => ({ state: states[policy.state], opens, openSince }),
    stop() {
      stopped = true
      cancelPing()
    },
  }

  function isOutage(failure: unknown): boolean {
    const outage = outageOf(failure)
    if (outage === 'BUSY') return policy.state !== CircuitState.Closed
    if (outage === 'LATE') lostInARow.state = LOST_IN_A_ROW
    return outage !== undefined
  }

  async function probe<T>(question: () => Promise<T>): Promise<T> {
    // The policy would wait for the ping, and then ask: two deadlines.
    if (policy.state === CircuitState.HalfOpen) return question()
    mayProbe = true
    const answer = policy.execute(question) // looks at the pause before it returns
    mayProbe = false
    try {
      return await answer
    } catch (failure) {
      throw isBrokenCircuitError(failure) ? lastOutage() : failure
    }
  }

  function lastOutage(): unknown {
    const { lastFailure } = policy
    return lastFailure !== undefined && 'error' in lastFailure ? lastFailure.error : undefined
  }
}
