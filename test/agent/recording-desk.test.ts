import { beforeEach, expect, it } from 'vitest'
import { openRecordingDesk, type RecordingDesk } from '../../src/agent/recording-desk.ts'
import type { RecordedTraffic } from '../../src/core/recorded/recorded-traffic.ts'
import type { RecordingAnswer } from '../../src/ports/worker-link.ts'
import type { Worker, WorkerState } from '../../src/ports/fleet-view.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { settle } from '../support/settle.ts'
import { openInMemoryWorkerFleet, type InMemoryWorkerFleet } from '../support/worker-fleet.ts'

let clock: FixedClock
let fleet: InMemoryWorkerFleet
let desk: RecordingDesk
let workers: readonly Worker[]

beforeEach(() => {
  clock = fixedClock()
  fleet = openInMemoryWorkerFleet()
  workers = [workerWith(1), workerWith(2)]
  desk = openRecordingDesk({ clock, fleet, roster: { list: () => workers } })
  fleet.onRecording((worker, answer) => desk.hearRecording(worker, answer))
})

it('joins the records of all workers', async () => {
  const gathered = desk.gather(600)
  await settle()
  expect(fleet.asked).toEqual([{ ask: 1, windowSeconds: 600 }])
  say(2, 1, 'b')
  say(1, 1, 'a')
  expect(seen(await gathered)).toEqual({ recordings: ['2: b', '1: a'], missing: [] })
})

it('names the workers that do not answer within 2 s', async () => {
  const gathered = desk.gather(600)
  await settle()
  say(1, 1, 'a')
  await clock.advance(2_000)
  expect(seen(await gathered)).toEqual({ recordings: ['1: a'], missing: ['worker-2'] })
})

it('waits neither for a worker that is lost nor for one that ends', async () => {
  workers = [workerWith(1), workerWith(2), workerWith(3, 'LOST')]
  const gathered = desk.gather(600)
  await settle()
  say(1, 1, 'a')
  desk.hearEnd({ id: 'worker-2', pid: 2 })
  expect(seen(await gathered)).toEqual({ recordings: ['1: a'], missing: ['worker-2', 'worker-3'] })
})

it('answers at once where there is no worker', async () => {
  workers = []
  expect(seen(await desk.gather(600))).toEqual({ recordings: [], missing: [] })
})

it('takes also the process that is about to leave its slot', async () => {
  const gathered = desk.gather(600)
  await settle()
  fleet.answer({ id: 'worker-1', pid: 11 }, { ask: 1, recording: recordingOf('old') })
  say(1, 1, 'a')
  say(2, 1, 'b')
  expect(seen(await gathered)).toEqual({ recordings: ['1: old', '1: a', '2: b'], missing: [] })
})

it('asks once for the same window within a second, and one time after the other', async () => {
  const [first, same, other] = [desk.gather(600), desk.gather(600), desk.gather(60)]
  await settle()
  expect(fleet.asked).toHaveLength(1)
  say(1, 1, 'a')
  say(2, 1, 'b')
  expect(await same).toBe(await first)
  await settle()
  expect(fleet.asked[1]).toEqual({ ask: 2, windowSeconds: 60 })
  say(1, 1, 'too late')
  say(1, 2, 'c')
  say(2, 2, 'd')
  expect(seen(await other).recordings).toEqual(['1: c', '2: d'])
  expect(await desk.gather(600)).toBe(await first)
  await clock.advance(1_000)
  void desk.gather(600)
  await settle()
  expect(fleet.asked).toHaveLength(3)
})

function say(worker: number, ask: number, text: string): void {
  fleet.answer({ id: `worker-${worker}`, pid: worker }, { ask, recording: recordingOf(text) })
}

function recordingOf(text: string): RecordingAnswer['recording'] {
  return { rows: { words: new Uint32Array(), texts: [text] }, weights: [], refused: [], seconds: 3_600 }
}

function seen({ recordings, missing }: RecordedTraffic) {
  return {
    recordings: recordings.map(({ worker, rows }) => `${worker.slice(7)}: ${rows.texts.join('')}`),
    missing,
  }
}

function workerWith(number: number, state: WorkerState = 'READY'): Worker {
  return {
    id: `worker-${number}`,
    node: 'n',
    pid: number,
    revision: 1,
    sha256: null,
    as: 'LIVE',
    state,
    lastSeenAt: '',
    problem: null,
  }
}
