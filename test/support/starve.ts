import { spawn } from 'node:child_process'
import { once } from 'node:events'

const program = `
  const [pid, stoppedMs, runningMs] = process.argv.slice(1).map(Number)
  const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
  for (let turn = 0; turn < 100_000; turn += 1) {
    process.kill(pid, 'SIGSTOP'); wait(stoppedMs)
    process.kill(pid, 'SIGCONT'); wait(runningMs)
  }`

/** Lets a process run for a part of the time alone, as a container does whose share of the CPU is too small. Returns how to end that. */
export function starve(pid: number, stoppedMs: number, runningMs: number): () => Promise<void> {
  const args = ['-e', program, String(pid), String(stoppedMs), String(runningMs)]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    process.kill(pid, 'SIGCONT')
  }
}
