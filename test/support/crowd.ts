import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'

/** Puts processes on the first core, and other programs that never pause beside them. Returns how to end that. */
export function crowd(pids: readonly number[], neighbours: number): () => Promise<void> {
  for (const pid of pids) putOn(pid, '0')
  const busy = Array.from({ length: neighbours }, () =>
    spawn('taskset', ['-c', '0', process.execPath, '-e', 'for (let turn = 0; turn < 1e12; turn += 1);'], { stdio: 'ignore' }),
  )
  return async () => {
    const gone = Promise.all(busy.map((child) => once(child, 'exit')))
    for (const child of busy) child.kill('SIGKILL')
    await gone
    for (const pid of pids) putOn(pid, `0-${availableParallelism() - 1}`)
  }
}

function putOn(pid: number, cores: string): void {
  execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', cores, String(pid)], { stdio: 'ignore' })
}
