import { flushCompileCache } from 'node:module'
import { enableCodeCache } from '../file/code-cache.ts'
import { systemClock } from '../system/clock.ts'
import { becomeIdle } from './become-idle.ts'
import { openPauses } from './pauses.ts'
import type { Task } from './simulator.ts'

// Runs one simulation after the other: see simulation-processes.ts.
process.title = 'sluice: simulator'
const parent = process.ppid
process.once('disconnect', () => process.exit())
enableCodeCache() // before what it keeps is loaded
const { simulate } = await import('../../core/simulation/simulate.ts')
const { listContingencies } = await import('../../core/simulation/list-contingencies.ts')
flushCompileCache()
becomeIdle()
process.on('message', (task: Task) => {
  const sleep = openPauses(systemClock)
  const outcome = task.kind === 'SIMULATE' ? simulate(task.input, pause) : listContingencies(task.question, pause)
  process.send?.(outcome)

  /** A busy process hears no 'disconnect'. */
  function pause(): void {
    if (process.ppid !== parent) process.exit()
    sleep()
  }
})
