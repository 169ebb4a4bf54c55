import { expect, it } from 'vitest'
import { openControlShare, type ControlShare, type RelayKind } from '../../src/edge/control-share.ts'

const takeAll = (share: ControlShare, kind: RelayKind, addresses: number, most = 100_000) => {
  const slots = []
  for (let number = 0; number < most; number += 1) {
    const slot = share.take(kind, `address ${number % addresses}`)
    if (slot === undefined) break
    slots.push(slot)
  }
  return slots
}

it.each([
  { maxConnections: 1, limits: { STREAM: 1, WITHOUT_TOKEN: 1, WITH_TOKEN: 3 } },
  { maxConnections: 40, limits: { STREAM: 8, WITHOUT_TOKEN: 1, WITH_TOKEN: 10 } },
  { maxConnections: 10_000, limits: { STREAM: 2_000, WITHOUT_TOKEN: 250, WITH_TOKEN: 2_500 } },
])('is a quarter of $maxConnections connections', ({ maxConnections, limits }) => {
  expect(openControlShare(maxConnections).limits).toEqual(limits)
})

it.each([1, 40, 999, 10_000])(
  'of %i connections has room for a token when streams and anonymous requests take all they get',
  (max) => {
    const share = openControlShare(max)
    expect(takeAll(share, 'STREAM', 1)).toHaveLength(share.limits.STREAM)
    expect(takeAll(share, 'WITHOUT_TOKEN', 1_000)).toHaveLength(share.limits.WITHOUT_TOKEN)
    expect(takeAll(share, 'WITH_TOKEN', 1_000).length).toBeGreaterThan(0)
  },
)

it.each<[RelayKind, number]>([
  ['WITHOUT_TOKEN', 225],
  ['WITH_TOKEN', 2_250],
])('leaves room for other addresses beside one that takes all it gets: %s', (kind, most) => {
  const share = openControlShare(10_000)
  const slots = takeAll(share, kind, 1)
  expect(slots).toHaveLength(most)
  expect(share.take(kind, 'another')).toBeDefined()
  slots[0]?.free()
  expect(share.take(kind, 'address 0')).toBeDefined()
})

it('counts a request that became a stream as one, until it is over', () => {
  const share = openControlShare(40)
  const requests = takeAll(share, 'WITH_TOKEN', 1_000, 9)
  expect(requests.map((slot) => slot.becomeStream())).toEqual([...Array.from({ length: 8 }, () => true), false])
  expect(share.take('STREAM', 'another')).toBeUndefined()
  requests[0]?.free()
  expect(share.take('STREAM', 'another')?.becomeStream()).toBe(true)
})

it.each<readonly RelayKind[]>([
  ['STREAM', 'WITH_TOKEN'],
  ['WITH_TOKEN', 'STREAM'],
  ['WITHOUT_TOKEN', 'WITH_TOKEN', 'STREAM'],
])('has no more than a quarter, whichever kind comes first: %s, %s', (...kinds) => {
  const share = openControlShare(10_000)
  expect(kinds.flatMap((kind) => takeAll(share, kind, 1_000))).toHaveLength(2_500)
})
