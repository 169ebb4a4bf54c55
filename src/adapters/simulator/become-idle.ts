import { execFileSync } from 'node:child_process'
import { setPriority } from 'node:os'

/** Longest that a start waits for it. */
const DEADLINE_MS = 1_000
/** The lowest priority of a class that all share. */
const LAST = 19

/**
 * Puts all threads of this process into the kernel's idle class: they run where nobody else wants a core, and leave it at once
 * (sched(7), `SCHED_IDLE`). Node has no call for that, but Linux has chrt(1). Elsewhere the process has the lowest priority.
 */
export function becomeIdle(): void {
  try {
    setPriority(LAST)
    execFileSync('chrt', ['-a', '-i', '-p', '0', String(process.pid)], { stdio: 'ignore', timeout: DEADLINE_MS })
  } catch {
    // Without one or the other it competes as others do.
  }
}
