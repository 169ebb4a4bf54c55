import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { childrenOf } from '../../support/process-group.ts'

/** The kernel's unit in /proc/PID/stat, which is 1/100 s for every program on Linux. */
const MICROS_A_TICK = 10_000

/** A process and all that it has started, directly or not. */
export async function treeOf(pid: number): Promise<readonly number[]> {
  const children = await childrenOf(pid)
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()]
}

/** CPU time that the processes have used so far, in the kernel and outside, all threads, with ended children. */
export async function cpuMicrosOf(pids: readonly number[]): Promise<number> {
  const ticks = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // After the name in parentheses: utime, stime, cutime and cstime are fields 14 to 17 of proc(5), the state is field 3.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    }),
  )
  return ticks.reduce((sum, count) => sum + count, 0) * MICROS_A_TICK
}

/** Resident memory in MB (2²⁰ bytes). What processes share is counted for each of them; one that is just ending has none. */
export async function rssMbOf(pids: readonly number[]): Promise<number> {
  const kilobytes = await Promise.all(
    pids.map(async (pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)),
  )
  return kilobytes.reduce((sum, count) => sum + count, 0) / 1_024
}

/** Keeps the processes, all their threads, and what they will start on one core. */
export function pin(pids: readonly number[], core: number): void {
  for (const pid of pids)
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)], { stdio: 'ignore' })
}
