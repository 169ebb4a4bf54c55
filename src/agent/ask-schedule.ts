import type { Clock, Random } from '../ports/clock.ts'

export type AskScheduleParts<Asked> = {
  readonly clock: Pick<Clock, 'nowMonoMs' | 'after'>
  readonly random: Random
  /** Must not reject. */
  readonly ask: (asked: Asked) => Promise<void>
  /** Most that are asked at a time; others wait for their turn, each once. */
  readonly mostAtOnce: number
  readonly identityOf: (asked: Asked) => string
  readonly intervalSecondsOf: (asked: Asked) => number
}

/**
 * Asks in intervals, each at most once at a time: at once when it comes, the second time at random within the interval, so that
 * questions spread. From then on the pause is exact.
 */
export type AskSchedule<Asked> = {
  /** Takes those to ask from now on. */
  follow(asked: readonly Asked[]): void
  /** Asks one beside its schedule, or waits for the question that is under way; undefined: it is not followed. */
  askNow(identity: string): Promise<void> | undefined
  stop(): void
}

type Entry<Asked> = { asked: Asked; dueMonoMs: number; cancel: () => void; current: Promise<void> | undefined }

export function openAskSchedule<Asked>(parts: AskScheduleParts<Asked>): AskSchedule<Asked> {
  const { clock, random, ask, mostAtOnce, identityOf } = parts
  const intervalMsOf = (asked: Asked): number => parts.intervalSecondsOf(asked) * 1_000
  const entries = new Map<string, Entry<Asked>>()
  const takeTurn = openLanes(mostAtOnce)
  return { follow, askNow: (identity) => start(entries.get(identity)), stop: () => follow([]) }

  function follow(all: readonly Asked[]): void {
    const wanted = new Map(all.map((asked) => [identityOf(asked), asked]))
    for (const [identity, { cancel }] of entries) {
      if (wanted.has(identity)) continue
      cancel()
      entries.delete(identity)
    }
    for (const [identity, asked] of wanted) {
      const entry = entries.get(identity)
      if (entry === undefined) begin(identity, asked)
      else {
        const isOtherInterval = intervalMsOf(entry.asked) !== intervalMsOf(asked)
        entry.asked = asked
        if (isOtherInterval) plan(entry, random() * intervalMsOf(asked))
      }
    }
  }

  function begin(identity: string, asked: Asked): void {
    const entry = { asked, dueMonoMs: 0, cancel: () => undefined, current: undefined }
    entries.set(identity, entry)
    void start(entry)
    plan(entry, random() * intervalMsOf(asked))
  }

  function plan(entry: Entry<Asked>, delayMs: number): void {
    entry.cancel()
    entry.dueMonoMs = clock.nowMonoMs() + delayMs
    entry.cancel = clock.after(delayMs, () => {
      void start(entry)
      plan(entry, Math.max(0, entry.dueMonoMs + intervalMsOf(entry.asked) - clock.nowMonoMs()))
    })
  }

  function start(entry: Entry<Asked> | undefined): Promise<void> | undefined {
    if (entry === undefined || entry.current !== undefined) return entry?.current
    const run = async (): Promise<void> => {
      if (entries.get(identityOf(entry.asked)) === entry) await ask(entry.asked)
    }
    entry.current = takeTurn(run).finally(() => (entry.current = undefined))
    return entry.current
  }
}

/** Runs what it is given in turn, so many at a time. */
function openLanes(mostAtOnce: number): (run: () => Promise<void>) => Promise<void> {
  let inFlight = 0
  const waiting: (() => void)[] = []
  return async (run) => {
    if (inFlight < mostAtOnce) inFlight += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await run()
    } finally {
      const next = waiting.shift()
      if (next === undefined) inFlight -= 1
      else next()
    }
  }
}
