import { beforeEach, expect, it } from 'vitest'
import { openAccessLog } from '../../../src/adapters/log/access-log.ts'
import type { AccessLog } from '../../../src/ports/access-log.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'

const line = { revision: 7, turn: 12, reason: 'SELECTED', cdn: 'second', status: 302 }

let clock: FixedClock
let written: string[]
let hasRoom: boolean
let log: AccessLog
beforeEach(() => {
  clock = fixedClock()
  written = []
  hasRoom = true
  const write = (lines: string, onLost: () => void): void => void (hasRoom ? written.push(lines) : onLost())
  log = openAccessLog({ write }, { node: 'host:8000', process: 'worker', worker: 'worker-1' }, clock)
})

it('writes a line in the form of the log, after a tenth of a second', async () => {
  log.write(line)
  expect(written).toEqual([])
  await clock.advance(100)
  expect(JSON.parse(written.join(''))).toEqual({
    level: 30,
    time: clock.nowEpochMs() - 100,
    node: 'host:8000',
    process: 'worker',
    worker: 'worker-1',
    pid: process.pid,
    ...line,
    msg: 'access',
  })
})

it('writes the lines of a tenth of a second at once, and nothing when there are none', async () => {
  log.write(line)
  log.write(line)
  await clock.advance(1_000)
  expect(written.map((text) => text.trimEnd().split('\n').length)).toEqual([2])
  expect(clock.pending()).toBe(0)
})

it.each(['second', 'größer'])('hands on whole lines, no more than a pipe keeps together, when many came (CDN %s)', (cdn) => {
  for (let count = 0; count < 1_000; count += 1) log.write({ ...line, cdn })
  const sizes = written.map((lines) => Buffer.byteLength(lines))
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4_096)
  expect(Math.min(...sizes)).toBeGreaterThan(3_800)
  expect(written.filter((lines) => !lines.endsWith('}\n'))).toEqual([])
  expect(clock.pending()).toBe(1)
})

it('hands on a line alone that is longer', () => {
  log.write(line)
  log.write({ ...line, cdn: 'x'.repeat(5_000) })
  log.write(line)
  log.flush()
  expect(written.map((lines) => lines.split('\n').length - 1)).toEqual([1, 1, 1])
})

it('hands on what it has when it is told to', () => {
  log.write(line)
  log.flush()
  log.flush()
  expect(written).toHaveLength(1)
})

it('drops and counts the lines that the reader leaves', async () => {
  hasRoom = false
  for (let count = 0; count < 3; count += 1) log.write(line)
  await clock.advance(100)
  expect(log.dropped()).toBe(3)
  hasRoom = true
  log.write(line)
  log.flush()
  expect([log.dropped(), written.length]).toEqual([3, 1])
})
