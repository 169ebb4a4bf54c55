import { childrenOf, nameOf } from './process-group.ts'

/** For simulations that are to end, however little of a core other tests leave. */
export const patient = { deadlineMs: 20_000 }

/** Lists the simulators that this process starts after the call, by their process ids. */
export async function simulatorsFromNowOn(): Promise<() => Promise<readonly number[]>> {
  const others = await simulatorsOf(process.pid)
  return async () => (await simulatorsOf(process.pid)).filter((pid) => !others.includes(pid))
}

/** Lists the simulators of a process, by their process ids. */
export async function simulatorsOf(parent: number): Promise<readonly number[]> {
  const pids = await childrenOf(parent)
  const names = await Promise.all(pids.map((pid) => nameOf(pid).catch(() => '')))
  return pids.filter((_pid, index) => names[index] === 'sluice: simulator')
}
