import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { setPriority } from 'node:os'

/** Lets all others go before the calling thread, where priorities are per thread: redirects must not wait. */
export function yieldThread(nice: number): void {
  onLinux(() => setPriority(Number(basename(readlinkSync('/proc/thread-self'))), nice))
}

/** Lets all others go before the threads with which V8 collects garbage and compiles, for all threads of this process. */
export function yieldHelpers(nice: number): void {
  onLinux(() => {
    for (const thread of readdirSync('/proc/self/task'))
      if (readFileSync(`/proc/self/task/${thread}/comm`, 'utf8') === 'V8Worker\n') setPriority(Number(thread), nice)
  })
}

function onLinux(change: () => void): void {
  try {
    if (process.platform === 'linux') change()
  } catch {
    // Without it they compete as others do.
  }
}
