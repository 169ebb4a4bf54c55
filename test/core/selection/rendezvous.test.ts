import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashPath } from '../../../src/core/selection/hash-path.ts'
import { sticky } from '../../../src/core/selection/sticky.ts'
import { holds } from '../arbitraries.ts'
import { askFor, askFrom, membersWith, noOptions, orderFor, videoAt } from './asks.ts'
import { nobody } from '../../support/clients.ts'

const none = noOptions
const token = { ...noOptions, stickyParameter: 'token' }

describe('HASH_PATH', () => {
  const members = membersWith({ a: 1, b: 1, c: 1, d: 1, e: 1 })
  const choose = hashPath.prepare(members, none)
  const ownerOf = (url: string) => choose({ turn: 0, video: videoAt(url), client: nobody }, 0)

  it('keeps playlists and segments of a directory together, whatever turn and query are', () => {
    const files = ['master.m3u8', 'seg-1.ts', 'seg-2.ts?t=9', ''].map((name, turn) => choose(askFor(`/v/1/${name}`, { turn }), 0))
    expect(new Set(files).size).toBe(1)
  })

  it('tells servers and directories apart', () => {
    const hosts = Array.from({ length: 60 }, (_, index) => ownerOf(`http://s${index}.origin-cluster/v/a.ts`))
    const directories = Array.from({ length: 60 }, (_, index) => ownerOf(`http://s1.origin-cluster/v/${index}/a.ts`))
    expect(new Set(hosts).size).toBe(5)
    expect(new Set(directories).size).toBe(5)
  })
})

describe('STICKY', () => {
  const members = membersWith({ a: 1, b: 1, c: 1, d: 1, e: 1 })
  const byNetwork = sticky.prepare(members, none)
  const byToken = sticky.prepare(members, token)

  it('keeps a network on one member, whatever it asks for', () => {
    const owners = ['/a', '/b/c.ts?x=1', '/d/'.repeat(3) + 'e'].map((path) => byNetwork(askFrom('192.0.2', path), 0))
    expect(new Set(owners).size).toBe(1)
    expect(new Set(Array.from({ length: 60 }, (_, index) => byNetwork(askFrom(`192.0.${index}`), 0))).size).toBe(5)
  })

  it.each([
    { path: '/a?token=t1', like: 't1' },
    { path: '/a?x=1&token=t1&y=2', like: 't1' },
    { path: '/a?token=t1&token=t2', like: 't1' },
    { path: '/a?mytoken=x&token=t1', like: 't1' },
    { path: '/a?x=?token=t2&token=t1', like: 't1' },
    { path: '/a?token=%74%31', like: '%74%31' },
    { path: '/a?token=a=b', like: 'a=b' },
  ])('reads the raw value $like of $path and does not look up the network', ({ path, like }) => {
    const wanted = orderFor(members, byToken, askFor(`/other?token=${like}`))
    expect(orderFor(members, byToken, askFor(path))).toEqual(wanted)
    expect(wanted).toEqual(orderFor(members, byNetwork, askFrom(like))) // a value and a network of the same text have the same owner
  })

  it.each(['/a', '/a?token', '/a?token=', '/a?token=&x=1', '/a?TOKEN=t1', '/token=t1'])('goes by the network for %s', (path) => {
    expect(orderFor(members, byToken, askFrom('192.0.2', path))).toEqual(orderFor(members, byNetwork, askFrom('192.0.2')))
  })
})

describe.each([
  { name: 'HASH_PATH', policy: hashPath, ask: (index: number) => askFor(`/d${index}/a.ts`) },
  { name: 'STICKY', policy: sticky, ask: (index: number) => askFrom(`10.${index >> 8}.${index & 255}`) },
])('$name', ({ policy, ask }) => {
  it('moves, when one of n members leaves, its own keys alone, at most 1/n + 1 % of all', () => {
    for (const count of [2, 3, 5, 10, 20]) {
      const members = membersWith(Object.fromEntries(Array.from({ length: count }, (_, index) => [`cdn-${index}`, 1])))
      const left = members.slice(1)
      const [before, after] = [policy.prepare(members, none), policy.prepare(left, none)]
      const keys = 10_000
      let moved = 0
      for (let index = 0; index < keys; index += 1) {
        const [had, has] = [members[before(ask(index), 0)], left[after(ask(index), 0)]]
        if (had === has) continue
        expect(had).toBe(members[0])
        moved += 1
      }
      expect(moved / keys).toBeLessThanOrEqual(1 / count + 0.01)
      expect(moved).toBeGreaterThan(0)
    }
  })

  it('moves keys only from or to the member whose weight changes', () => {
    holds(
      fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 6 }), fc.nat(9), fc.nat(9_999), (weights, weight, key) => {
        const name = (index: number) => `cdn-${index}`
        const members = membersWith(Object.fromEntries(weights.map((one, index) => [name(index), one])))
        const changed = members.with(0, { key: name(0), weight, priority: 1 })
        fc.pre([members, changed].every((list) => list.some((member) => member.weight > 0)))
        const [had] = orderFor(members, policy.prepare(members, none), ask(key))
        const [has] = orderFor(changed, policy.prepare(changed, none), ask(key))
        expect(had === has || had === name(0) || has === name(0)).toBe(true)
      }),
    )
  })

  it('asks a member of weight 0 behind all others, and decides among those where there are no others', () => {
    const members = membersWith({ a: 0, b: 1, c: 0, d: 3 })
    const orders = Array.from({ length: 50 }, (_, index) => orderFor(members, policy.prepare(members, none), ask(index)))
    expect(new Set(orders.flatMap((order) => order.slice(0, 2)))).toEqual(new Set(['b', 'd']))
    const idle = membersWith({ a: 0, c: 0 })
    expect(new Set(Array.from({ length: 50 }, (_, index) => policy.prepare(idle, none)(ask(index), 0)))).toEqual(new Set([0, 1]))
  })
})
