import { flushCompileCache } from 'node:module'
import type { RecordingAsk } from '../../ports/worker-link.ts'
import { enableCodeCache } from '../file/code-cache.mjs'
import { recordsSocketOf } from '../ipc/recording-socket.ts'
import { systemClock } from '../system/clock.ts'
import { becomeIdle } from './become-idle.ts'
import { openGatherer } from './gather-record.ts'
import { openPauses } from './pauses.ts'
import type { FromSimulation } from './simulation-processes.ts'
import type { Task } from './simulator.ts'

// Runs one simulation after the other: see simulation-processes.ts.
process.title = 'sluice: simulator'
const parent = process.ppid
process.once('disconnect', () => process.exit())
enableCodeCache() // before what it keeps is loaded
const { answerSimulation, answerContingencies } = await import('../../core/simulation/answer.ts')
flushCompileCache()
becomeIdle()
const gather = openGatherer(recordsSocketOf(process.env['SLUICE_CONTROL_SOCKET'] ?? '', process.pid), systemClock, askWorkers)
process.on('message', (task: Task) => void run(task))

async function run({ kind, task }: Task): Promise<void> {
  const sleep = openPauses(systemClock)
  const answer = kind === 'SIMULATE' ? answerSimulation(task, gather, pause) : answerContingencies(task, gather, pause)
  try {
    send({ kind: 'ANSWER', answer: await answer })
  } catch (error) {
    send({ kind: 'FAILED', why: String(error) })
  }

  /** A busy process hears no 'disconnect'. */
  function pause(): void {
    if (process.ppid !== parent) process.exit()
    sleep()
  }
}

function askWorkers(ask: RecordingAsk): void {
  send({ kind: 'ASK', ask })
}

function send(message: FromSimulation): void {
  process.send?.(message)
}
