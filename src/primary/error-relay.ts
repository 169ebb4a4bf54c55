import type { ErrorReport } from '../core/error-report.ts'
import type { ToControl } from '../ports/group-messages.ts'

/** Most reports that wait for the control process. */
const MAX_WAITING = 20

/** Passes reports of errors on to the control process, and keeps some while that is away. */
export type ErrorRelay = {
  hear(report: ErrorReport): void
  /** Notes that the control process listens, and passes on what waits. */
  open(): void
  close(): void
}

export function openErrorRelay(toControl: (message: ToControl) => void): ErrorRelay {
  let isOpen = false
  let waiting: ErrorReport[] = []
  let lost = 0
  return {
    hear(report) {
      if (isOpen) toControl({ kind: 'ERROR', reports: [report], lost: 0 })
      else if (waiting.length < MAX_WAITING) waiting.push(report)
      else lost += 1
    },
    open() {
      isOpen = true
      if (waiting.length > 0) toControl({ kind: 'ERROR', reports: waiting, lost })
      waiting = []
      lost = 0
    },
    close: () => void (isOpen = false),
  }
}
