import type { Logger } from 'pino'
import { tell } from '../adapters/log/log.ts'
import { systemClock } from '../adapters/system/clock.ts'

/** Longest time for which the end of a process waits for its report. */
const REPORT_MS = 500

/**
 * Ends this process on an error that nothing has caught, as Node does by itself: its state is unknown. It is logged first, and
 * reported. A second one ends it at once.
 */
export function endOnUncaught(name: string, log: Logger, report: (error: unknown) => Promise<void>): void {
  process.once('uncaughtException', (error) => void end(error))

  async function end(error: unknown): Promise<void> {
    log.fatal({ err: error }, 'nothing caught this error, so the process ends')
    tell(`nothing caught an error in the ${name} process, so it ends: ${String(error)}; its stack is in the log`)
    systemClock.after(REPORT_MS, () => process.exit(1))
    await report(error)
    process.exit(1)
  }
}
