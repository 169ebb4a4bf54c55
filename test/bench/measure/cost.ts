import { cpuMicrosOf, rssMbOf } from './process-tree.ts'
import { runWrk, type Load, type LoadFigures } from './wrk.ts'

/** Process ids by what they are called in the table: a server, or a part of it. */
export type Parts = Readonly<Record<string, () => Promise<readonly number[]>>>

export type Cost = LoadFigures & {
  /** CPU time per request and memory afterwards, for each part. */
  readonly parts: Readonly<Record<string, { readonly cpuMicros: number; readonly rssMb: number }>>
}

/** What answering a load costs the processes. Rejects when anything failed: such figures say nothing. */
export async function measureCost(url: string, load: Load, parts: Parts, signal?: AbortSignal): Promise<Cost> {
  const before = await readCpu(parts)
  const figures = await runWrk(url, load, signal)
  const after = await readCpu(parts)
  if (figures.failed > 0 || figures.requests === 0)
    throw new Error(`${figures.failed} failed beside ${figures.requests} answered requests (${load.mode}) at ${url}`)
  const costs = Object.keys(parts).map(async (name) => {
    const cpuMicros = ((after[name] ?? 0) - (before[name] ?? 0)) / figures.requests
    return [name, { cpuMicros, rssMb: await rssMbOf((await parts[name]?.()) ?? []) }] as const
  })
  return { ...figures, parts: Object.fromEntries(await Promise.all(costs)) }
}

async function readCpu(parts: Parts): Promise<Readonly<Record<string, number>>> {
  const entries = Object.entries(parts).map(async ([name, pids]) => [name, await cpuMicrosOf(await pids())] as const)
  return Object.fromEntries(await Promise.all(entries))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}
