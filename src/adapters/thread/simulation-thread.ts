import { flushCompileCache } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { enableCodeCache } from '../file/code-cache.ts'
import { systemClock } from '../system/clock.ts'
import { openPauses } from './pauses.ts'
import { yieldThread } from './priority.ts'
import type { Task } from './simulator.ts'

/** Priorities: the start takes a tenth of a full core, so that small simulations end in time there; the rest is what nobody else wants. */
const [START_NICE, NICE] = [10, 19]

// Runs one simulation after the other: see simulation-threads.ts.
yieldThread(START_NICE)
enableCodeCache() // before what it keeps is loaded
const { simulate } = await import('../../core/simulation/simulate.ts')
const { listContingencies } = await import('../../core/simulation/list-contingencies.ts')
flushCompileCache()
yieldThread(NICE)
parentPort?.on('message', (task: Task) => {
  const pause = openPauses(systemClock)
  const outcome = task.kind === 'SIMULATE' ? simulate(task.input, pause) : listContingencies(task.question, pause)
  parentPort?.postMessage(outcome) // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread, no window
})
