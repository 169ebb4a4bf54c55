import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { treeOf } from '../../bench/measure/process-tree.ts'
import type { OwnGroup } from '../target.ts'

const MIB = 2 ** 20
/** For a process to collect its garbage. */
const PROBE_MS = 3_000

/** Files and sockets that all processes of the group have open. */
export async function countDescriptors({ primaryPid }: OwnGroup): Promise<number> {
  const counts = (await treeOf(primaryPid)).map(async (pid) => (await readdir(`/proc/${pid}/fd`).catch(() => [])).length)
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

export async function readDataMiB({ dataDir }: OwnGroup): Promise<number> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true })
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((file) =>
      stat(join(file.parentPath, file.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / MIB
}

/** By the name of each process (`control`, `worker-1`): what is left of its heap after a forced collection. */
export async function readHeapsMiB({ primaryPid, probeDir }: OwnGroup): Promise<Readonly<Record<string, number>>> {
  const heaps: (readonly [string, number])[] = []
  // One after the other: two at once would take both cores.
  for (const pid of await treeOf(primaryPid)) {
    const path = join(probeDir, String(pid))
    await rm(path, { force: true })
    process.kill(pid, 'SIGUSR2')
    const heap = await readProbe(path)
    if (heap !== undefined) heaps.push(heap)
  }
  return Object.fromEntries(heaps)
}

async function readProbe(path: string): Promise<readonly [string, number] | undefined> {
  for (const deadlineMs = performance.now() + PROBE_MS; performance.now() < deadlineMs; await pause(20)) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const { name, heapBytes } = JSON.parse(text) as { readonly name: string; readonly heapBytes: number }
    return [name.replace(/^sluice: /, ''), heapBytes / MIB]
  }
  return undefined
}
