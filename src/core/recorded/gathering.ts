import type { RecordedTraffic, Recording } from './recorded-traffic.ts'

/** A worker as whoever asks for records knows it. One that is `LOST` is not waited for. */
export type AskedWorker = { readonly id: string; readonly pid: number; readonly state: string }

/** Longest wait for the whole answers of workers. */
export const RECORDS_WITHIN_MS = 2_000

/** The records of workers that were asked at once. */
export type Gathering = {
  hear(pid: number, recording: Recording): void
  /** Hears that a process is gone. */
  hearEnd(pid: number): void
  /** Resolves once nobody is waited for. */
  readonly whole: Promise<void>
  /** Tells what has come. While a slot is rolled it has two processes: both may have answered, and one is enough. */
  traffic(): RecordedTraffic
}

export function openGathering(workers: readonly AskedWorker[]): Gathering {
  const awaited = new Set(workers.filter(({ state }) => state !== 'LOST').map(({ pid }) => pid))
  const recordings: Recording[] = []
  const { promise: whole, resolve } = Promise.withResolvers<void>()
  settle()
  return {
    whole,
    hear(pid, recording) {
      recordings.push(recording)
      hearEnd(pid)
    },
    hearEnd,
    traffic() {
      const answered = new Set(recordings.map(({ worker }) => worker))
      return { recordings, missing: workers.map(({ id }) => id).filter((id) => !answered.has(id)) }
    },
  }

  function hearEnd(pid: number): void {
    awaited.delete(pid)
    settle()
  }

  function settle(): void {
    if (awaited.size === 0) resolve()
  }
}
