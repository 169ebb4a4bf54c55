import { fileRemedy } from '../core/file-trouble.ts'
import type { KeptHealth } from '../core/health/kept-health.ts'
import type { Clock } from '../ports/clock.ts'
import type { HealthFile } from '../ports/health-file.ts'

const PAUSE_MS = 1_000

export type HealthRecord = {
  /** Writes the health that there is then, within a second, unless it is the same. */
  keep(): void
  /** Ends, and resolves when what is to be kept is written. */
  stop(): Promise<void>
}

export type HealthRecordParts = {
  readonly healthFile: Pick<HealthFile, 'write'>
  readonly clock: Pick<Clock, 'after' | 'nowMonoMs'>
  readonly onProblem: (message: string) => void
}

/** Keeps the health of the CDNs on disk, at most once a second. A bad disk delays nothing else; what failed is tried again. */
export function openHealthRecord(parts: HealthRecordParts, read: () => KeptHealth): HealthRecord {
  const { healthFile, clock, onProblem } = parts
  let written = ''
  let toldWhy = ''
  let [isDue, isWriting] = [false, false]
  let nextMonoMs = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | undefined
  let ended: Promise<void> = Promise.resolve()
  return {
    keep() {
      isDue = true
      plan()
    },
    async stop() {
      cancel?.()
      await ended
      cancel?.()
      if (isDue) await write()
    },
  }

  function plan(): void {
    if (isWriting) return
    cancel ??= clock.after(Math.max(0, nextMonoMs - clock.nowMonoMs()), () => {
      cancel = undefined
      ended = write()
    })
  }

  async function write(): Promise<void> {
    isDue = false
    const health = read()
    const text = JSON.stringify(health)
    if (text === written) return // the pause is for the disk: the next change is written at once
    isWriting = true
    nextMonoMs = clock.nowMonoMs() + PAUSE_MS
    try {
      await healthFile.write(health)
      written = text
      toldWhy = ''
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== toldWhy)
        onProblem(`the CDNs' health could not be kept in health.json: ${why}; ${fileRemedy(error)}, and it is tried again`)
      toldWhy = why
    }
    isWriting = false
    if (isDue) plan()
  }
}
