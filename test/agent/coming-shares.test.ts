import { expect, it } from 'vitest'
import { comingShares } from '../../src/agent/coming-shares.ts'
import { moveKeeps } from '../../src/core/load/move-keeps.ts'

const pool = { name: '', policy: 'WEIGHTED', stickyParameter: null } as const
const member = (cdn: string) => ({ cdn, weight: 1, priority: 1 })
const pools = [
  { ...pool, key: 'p', members: [member('a'), member('d')], fallbacks: ['f'] },
  { ...pool, key: 'f', members: [member('b')], fallbacks: [] },
]
const traffic = (byPool: Readonly<Record<string, Readonly<Record<string, number>>>>) => ({
  byPool: new Map(
    Object.entries(byPool).map(([key, byCdn]) => [key, { requests: 0, byCdn: new Map(Object.entries(byCdn)) }] as const),
  ),
})

it.each([
  ['all that came where it kept nothing', 0, { f: { b: 900 } }, 1],
  ['all where its pool may have passed on what it did not keep', 10, { f: { b: 900 } }, 1],
  ['nothing where it keeps all and got nothing', 100, { f: { b: 900 } }, 0],
  ['its part of what its pool got, by what it kept', 50, { p: { a: 10, d: 90 } }, 0.2],
  ['no more than all', 10, { p: { a: 50, d: 50 } }, 1],
])('takes a CDN to get %s', (_name, keep, byPool, share) => {
  expect(comingShares(traffic(byPool), new Map([['a', keep]]), { pools })[1]?.get('a')).toBeCloseTo(share)
})

it.each([
  ['nothing', 0, 10],
  ['a little', 10, 20],
])('lets a CDN that kept %s climb by a tenth while its pool passes all on', (_name, from, next) => {
  const shares = comingShares(traffic({ f: { b: 900 } }), new Map([['a', from]]), { pools })
  expect(moveKeeps([{ key: 'a', from, to: 100, isAboveHard: false }], shares).get('a')).toBe(next)
})

it('lets a pool without fallbacks that got nothing slow down nobody', () => {
  const keeps = new Map(['a', 'b', 'c'].map((key) => [key, 50]))
  const shares = comingShares(traffic({ p: { a: 1, d: 999 } }), keeps, { pools })
  expect(moveKeeps([{ key: 'a', from: 50, to: 100, isAboveHard: false }], shares).get('a')).toBe(100)
})
