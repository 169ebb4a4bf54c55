import { expect, it } from 'vitest'
import { timeFollowing } from '../../src/agent/time-following.ts'
import { openNodeTimings } from '../../src/core/node-timings.ts'
import { revisionWith } from '../support/config.ts'

const startEpochMs = Date.UTC(2026, 0, 1)

it.each([
  { what: 'a revision from before the start', publishedMs: -1, count: 0, sum: 0 },
  { what: 'one that was published meanwhile', publishedMs: 1_000, count: 1, sum: 0.25 },
  { what: 'one that the store stamped ahead of what this node takes for its time', publishedMs: 9_000, count: 1, sum: 0 },
])('counts $what $count times', ({ publishedMs, count, sum }) => {
  const timings = openNodeTimings()
  let nowEpochMs = startEpochMs
  const tell = timeFollowing(timings, { nowEpochMs: () => nowEpochMs })
  nowEpochMs += 1_250
  tell({ ...revisionWith(), publishedAt: new Date(startEpochMs + publishedMs).toISOString() })
  const [[histogram] = []] = timings.follow.list()
  expect([histogram?.counts.reduce((all, one) => all + one), histogram?.sum]).toEqual([count, sum])
})
