export type Pace = {
  readonly perSecond: number
  /** How many may be under way at once; each has a slot, counted from 0. */
  readonly slots: number
}

/** Something that goes on until it is told to stop, which resolves when all that was begun is over. */
export type Going = { stop(): Promise<void> }

/** What is due and has no slot yet; beyond it nothing is kept, but counted as dropped. */
const MAX_WAITING = 10_000
/** After the stop, for what is due and has no slot yet. */
const GRACE_MS = 5_000

/**
 * Acts at fixed times, whether what went before is over or not: an open model. What has to wait for a slot keeps the time at which
 * it was due, so a slow answer is not hidden by the requests that it held up. `act` never rejects.
 */
export function startPace(
  { perSecond, slots }: Pace,
  act: (dueMs: number, slot: number) => Promise<void>,
  drop: () => void,
): Going {
  const startedMs = performance.now()
  const free = Array.from({ length: slots }, (_, slot) => slots - 1 - slot)
  const waiting: number[] = []
  const state = { due: 0, isStopped: false, onIdle: (): void => undefined }
  let timer = perSecond > 0 ? setTimeout(tick) : undefined

  return {
    async stop() {
      state.isStopped = true
      clearTimeout(timer)
      const deadline = setTimeout(() => {
        for (const _ of waiting.splice(0)) drop()
      }, GRACE_MS)
      await new Promise<void>((resolve) => {
        state.onIdle = resolve
        begin()
      })
      clearTimeout(deadline)
    },
  }

  function tick(): void {
    const nowMs = performance.now()
    for (; dueMs() <= nowMs; state.due += 1) {
      if (waiting.length < MAX_WAITING) waiting.push(dueMs())
      else drop()
    }
    begin()
    timer = setTimeout(tick, Math.max(1, dueMs() - performance.now()))
  }

  function dueMs(): number {
    return startedMs + (state.due * 1_000) / perSecond
  }

  function begin(): void {
    while (waiting.length > 0 && free.length > 0) void occupy(free.pop() as number, waiting.shift() as number)
    if (state.isStopped && waiting.length === 0 && free.length === slots) state.onIdle()
  }

  async function occupy(slot: number, due: number): Promise<void> {
    await act(due, slot)
    free.push(slot)
    begin()
  }
}
