import { describe, expect, it } from 'vitest'
import type { Capacity } from '../../../src/core/config/capacity.ts'
import { calm, controlLoad, type Controls, type LoadInput } from '../../../src/core/load/control-load.ts'
import { hearOutside } from '../../../src/core/load/outside-load.ts'
import { weighted } from '../../../src/core/selection/weighted.ts'

const capacity: Capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }
const heard = { reportedAtEpochMs: 100_000, load: 0.9, others: 0.5, coming: 0, room: 0.5 }

describe('a report', () => {
  it.each<[string, number, number, number, boolean]>([
    ['made within 5 s of a move is passed over', 0.95, 104_000, 101_000, false],
    ['made 5 s after it is believed', 0.95, 106_000, 101_000, true],
    ['made 15 s after the one before is believed, whatever moved', 0.95, 115_000, 114_000, true],
    ['above hard is believed at once where it tells more than before', 1.2, 104_000, 101_000, true],
    ['older than the one before is believed: the clock was set back', 0.95, 40_000, 99_000, true],
    ['more than a minute before the move is believed: so was that', 0.95, 101_000, 165_000, true],
  ])('%s', (_name, load, reportedAtEpochMs, movedAtEpochMs, isBelieved) => {
    const state = { keepPercent: 50, movedAtEpochMs, heard }
    expect(hearOutside({ load, reportedAtEpochMs }, 0.4, state, capacity) !== heard).toBe(isBelieved)
  })

  it('above hard again, though falling, is passed over after a move', () => {
    const state = { keepPercent: 50, movedAtEpochMs: 101_000, heard: { ...heard, load: 1.3 } }
    expect(hearOutside({ load: 1.2, reportedAtEpochMs: 104_000 }, 0.4, state, capacity).load).toBe(1.3)
  })

  it('is believed 12 s after a move where nothing else tells the load from here', () => {
    const state = { keepPercent: 50, movedAtEpochMs: 101_000, heard }
    const loadAt = (reportedAtEpochMs: number) => hearOutside({ load: 1.4, reportedAtEpochMs }, undefined, state, capacity).load
    expect([loadAt(104_000), loadAt(112_999), loadAt(113_000)]).toEqual([0.9, 0.9, 1.4])
  })
})

/** Rooms second by second of CDNs whose others take so much of them. */
function rooms(others: readonly number[], from: readonly number[], isOwnKnown = true): readonly (readonly number[])[] {
  let controls: Controls = new Map(from.map((roomPercent, index) => [`${index}`, { ...calm, roomPercent }]))
  return Array.from({ length: 60 }, (_, second) => {
    const inputs = others.map((load, index): LoadInput => {
      const outside = { percent: load * 100, mbps: null, reportedAtEpochMs: 1_000_000 + second * 1_000 }
      const bound = isOwnKnown ? capacity.requestsPerSecond : null
      const own = { given: 0, coming: 0, saturated: 0 }
      return { key: `${index}`, capacity: { ...capacity, requestsPerSecond: bound }, isHeld: false, own, outside }
    })
    controls = controlLoad(controls, inputs, [], 1_000_000 + second * 1_000)
    return [...controls.values()].map(({ roomPercent }) => roomPercent)
  })
}

describe('room', () => {
  it.each<[string, readonly number[], readonly number[]]>([
    ['fall to nothing', [1, 1, 0], [100, 100, 100]],
    ['change places', [0, 1], [5, 100]],
    ['come back', [0, 0.1, 1], [5, 5, 5]],
  ])('moves a tenth of a pool at most in a second where rooms %s', (_name, others, from) => {
    const shares = [from, ...rooms(others, from)].map((room) =>
      weighted.sharesOf(room.map((weight, index) => ({ key: `${index}`, weight, priority: 1 }))),
    )
    for (const [second, now] of shares.slice(1).entries()) {
      const moved = now.reduce<number>((sum, share = 0, index) => sum + Math.abs(share - (shares[second]?.[index] ?? 0)), 0) / 2
      expect(moved).toBeLessThan(0.1001)
    }
    expect(rooms(others, from).at(-1)).toEqual(others.map((load) => Math.max(5, 100 - load * 100)))
  })

  it('is all where nothing tells the load of others from that from here', () => {
    expect(rooms([0.6, 1.2], [100, 60], false).at(-1)).toEqual([100, 100])
  })
})
