import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Lets all others go before the threads with which V8 collects garbage and compiles, where priorities are per thread. */
export function yieldHelpers(nice: number): void {
  if (process.platform !== 'linux') return
  try {
    for (const thread of readdirSync('/proc/self/task'))
      if (readFileSync(`/proc/self/task/${thread}/comm`, 'utf8') === 'V8Worker\n') setPriority(Number(thread), nice)
  } catch {
    // Without it they compete as others do.
  }
}
