import { performance } from 'node:perf_hooks'
import type { LoopTurns } from '../../ports/loop-turns.ts'

/** Reads what libuv counts anyway: nothing is measured for it. */
export function readLoopTurns(): LoopTurns {
  return { turns: performance.nodeTiming.uvMetricsInfo.loopCount, busyMs: performance.eventLoopUtilization().active }
}
