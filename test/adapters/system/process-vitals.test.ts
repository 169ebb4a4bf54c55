import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openProcessVitals } from '../../../src/adapters/system/process-vitals.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { until } from '../../support/until.ts'

/** Keeps the event loop, and one core, busy. */
function stall(ms: number): void {
  const started = performance.now()
  while (performance.now() - started < ms);
}

it('tells for one to two minutes how long the event loop was stalled', async () => {
  const clock = fixedClock()
  const read = openProcessVitals(clock)
  const maxSeconds = (): number => read().eventLoopDelay.maxSeconds
  await until('it is watched', 2_000, () => maxSeconds() > 0)
  stall(1_000)
  await until('the stall is seen', 2_000, () => maxSeconds() > 0.9)
  for (let minute = 0; minute < 2; minute += 1) {
    expect(maxSeconds()).toBeGreaterThan(0.9)
    expect(maxSeconds()).toBeLessThan(1.5)
    await clock.advance(60_000)
    read()
  }
  expect(maxSeconds()).toBeLessThan(0.9)
})

it('counts the CPU seconds of the process and the bytes that it holds', () => {
  const read = openProcessVitals(fixedClock())
  const before = read().cpuSeconds
  stall(200)
  expect(read().cpuSeconds - before).toBeGreaterThan(0.02)
  expect(read().cpuSeconds).toBeLessThan(process.uptime() * 16)
  expect(read().residentBytes).toBeGreaterThan(20_000_000)
})

it('tells the last that it knows in a process that may open no more files', () => {
  const script = fileURLToPath(new URL('vitals-without-files.ts', import.meta.url))
  const text = execFileSync('sh', ['-c', 'ulimit -n 64 && exec "$0" "$1"', process.execPath, script], { encoding: 'utf8' })
  const { before, without } = JSON.parse(text) as { readonly before: number; readonly without: number }
  expect(before).toBeGreaterThan(20_000_000)
  expect(without).toBe(before)
})
