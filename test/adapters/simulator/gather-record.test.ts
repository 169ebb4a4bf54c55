import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../scripts/simulate/seeded-random.ts'
import { sendRecording } from '../../../src/adapters/ipc/recording-socket.ts'
import { openProcessSimulator } from '../../../src/adapters/simulator/simulator.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import type { AskedWorker } from '../../../src/core/recorded/gathering.ts'
import { openReservoir } from '../../../src/core/recorded/reservoir.ts'
import { ok } from '../../../src/core/result.ts'
import type { Simulator } from '../../../src/ports/simulator.ts'
import type { RecordingAsk } from '../../../src/ports/worker-link.ts'
import { configWith } from '../../support/config.ts'
import { noRecords } from '../../support/record-source.ts'
import { recordedWith } from '../../support/recorded.ts'
import { patient, simulatorsFromNowOn } from '../../support/simulators.ts'

const config = configWith({ ratio: 3, cdns: [{ key: 'a' }, { key: 'b' }] })
const situation = { config, conditions: underOverrides([]) }

it('asks the workers itself, again for each simulation', async () => {
  const asks: RecordingAsk[] = []
  await withSimulator(
    (ask) => {
      asks.push(ask)
      for (const worker of [1, 2]) answer(ask, worker, 100 * asks.length)
    },
    async (simulator) => {
      const asked = askedOf([workerWith(1), workerWith(2)])
      expect(await simulator.simulate(async () => ok(asked), 'ann')).toMatchObject({ value: { sample: 200, missingWorkers: [] } })
      expect(await simulator.simulate(async () => ok(asked), 'ann')).toMatchObject({ value: { sample: 400 } })
    },
  )
  expect(asks).toMatchObject([
    { ask: -1, windowSeconds: 60 },
    { ask: -2, windowSeconds: 60 },
  ])
})

it('names the workers that do not answer within 2 s, and hears no answer of before', async () => {
  await withSimulator(
    (ask) => {
      answer(ask, 1, 100)
      answer({ ...ask, ask: ask.ask + 1 }, 2, 100)
    },
    async (simulator) => {
      const began = performance.now()
      const asked = askedOf([workerWith(1), workerWith(2)])
      expect(await simulator.simulate(async () => ok(asked), 'ann')).toMatchObject({
        value: { sample: 100, missingWorkers: ['worker-2'] },
      })
      expect(performance.now() - began).toBeGreaterThan(2_000)
    },
  )
})

it.runIf(process.platform === 'linux')('reads what has come, though it had no core for longer than it waits', async () => {
  const own = await simulatorsFromNowOn()
  await withSimulator(
    (ask) => void stopMeanwhile(ask),
    async (simulator) => {
      const asked = askedOf([workerWith(1)])
      expect(await simulator.simulate(async () => ok(asked), 'ann')).toMatchObject({
        value: { sample: 19_000, missingWorkers: [] },
      })
    },
  )

  async function stopMeanwhile(ask: RecordingAsk): Promise<void> {
    await passed(100) // it has begun to wait
    const [pid = 0] = await own()
    process.kill(pid, 'SIGSTOP')
    answer(ask, 1, 19_000)
    await passed(2_200)
    process.kill(pid, 'SIGCONT')
  }
})

it('says why where it cannot ask, and has another process for the next', async () => {
  const simulator = openProcessSimulator(systemClock, noRecords, patient)
  const asked = askedOf([workerWith(1)])
  await expect(simulator.simulate(async () => ok(asked), 'ann')).rejects.toThrow(/listen .*nobody/)
  expect(await simulator.simulate(async () => ok(askedOf([])), 'ann')).toMatchObject({ problem: { code: 'NOTHING_RECORDED' } })
})

it('leaves no socket where it is given up while it waits', async () => {
  await withSimulator(
    () => undefined,
    async (simulator) => {
      expect(await simulator.simulate(async () => ok(askedOf([workerWith(1)])), 'ann')).toMatchObject({
        problem: { code: 'SIMULATION_TOO_LARGE' },
      })
    },
    { deadlineMs: 1_500 },
  )
})

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(ms, resolve))
}

async function withSimulator(
  askForRecordings: (ask: RecordingAsk) => void,
  use: (simulator: Simulator) => Promise<void>,
  limits: { readonly deadlineMs?: number } = patient,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'))
  try {
    await use(
      openProcessSimulator(systemClock, { controlSocket: join(folder, 'control.sock'), fleet: { askForRecordings } }, limits),
    )
    expect(await readdir(folder)).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
}

function answer({ ask, socket = '' }: RecordingAsk, pid: number, count: number): void {
  const reservoir = openReservoir(seededRandom(1), 0)
  for (let number = 0; number < count; number += 1) if (reservoir.isChosen()) reservoir.keep(recordedWith({ directory: number }))
  sendRecording(socket, { worker: workerWith(pid), answer: { ask, recording: reservoir.copy(3_600, 1) } })
}

function askedOf(workers: readonly AskedWorker[]) {
  const traffic = { kind: 'ASKED', windowSeconds: 60, workers, recording: { revision: 1, config } } as const
  return { before: situation, after: situation, traffic }
}

function workerWith(pid: number, state = 'READY'): AskedWorker {
  return { id: `worker-${pid}`, pid, state }
}
