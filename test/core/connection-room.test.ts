import { expect, it } from 'vitest'
import { connectionsWithin, filesFor } from '../../src/core/connection-room.ts'

it.each([
  { limit: 1_048_576, connections: 838_656 },
  { limit: 12_756, connections: 10_000 },
  { limit: 1_024, connections: 614 },
  { limit: 256, connections: 64 },
  { limit: 64, connections: 16 },
  { limit: 3, connections: 1 },
  { limit: Infinity, connections: Infinity },
])('lets $connections connections into $limit files', ({ limit, connections }) => {
  expect(connectionsWithin(limit)).toBe(connections)
})

it('names a limit that is enough', () => {
  for (const connections of [1, 2, 614, 9_999, 10_000])
    expect(connectionsWithin(filesFor(connections))).toBeGreaterThanOrEqual(connections)
})
