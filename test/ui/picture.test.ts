import { expect, it } from 'vitest'
import { readCdn, readPool, readRule, type Change, type Config } from '../../ui/pages/routing/config.ts'
import { linksOf, pictureOf, poolsOf } from '../../ui/pages/routing/picture.ts'

const config: Config = {
  rules: [readRule({ key: 'late', position: 20, pool: 'vod' }), readRule({ key: 'early', position: 10, pool: 'live' })],
  pools: [
    readPool({ key: 'unused', members: [{ cdn: 'a' }] }),
    readPool({ key: 'vod', members: [{ cdn: 'a' }] }),
    readPool({ key: 'live', members: [{ cdn: 'a', weight: 2 }, { cdn: 'b' }], fallbacks: ['vod'] }),
  ],
  cdns: [readCdn({ key: 'a', weight: 3 }), readCdn({ key: 'b' })],
  zones: [],
  settings: { ratio: 10 },
}

function change(path: string, kind: Change['kind'], before: unknown, after: unknown): Change {
  return { path, kind, before, after, author: 'somebody' }
}

it('reads rules in their order, and pools in that of the rules, each before its fallbacks', () => {
  const { rules, pools } = pictureOf(config, [])
  expect(rules.map(({ rule }) => rule.key)).toEqual(['early', 'late'])
  expect(pools.map(({ pool }) => pool.key)).toEqual(['live', 'vod', 'unused', 'all'])
})

it('keeps a removed rule at its old place, with a line to its pool', () => {
  const { rules } = pictureOf(config, [change('rules.gone', 'REMOVED', { key: 'gone', position: 15, pool: 'vod' }, null)])
  expect(rules.map(({ rule, mark }) => [rule.key, mark?.kind])).toEqual([
    ['early', undefined],
    ['gone', 'REMOVED'],
    ['late', undefined],
  ])
  expect(linksOf(rules, [])).toContainEqual({ from: 'rule:gone', to: 'pool:vod', isFallback: false, kind: 'REMOVED' })
})

it('tells members that came, went and changed', () => {
  const before = [
    { cdn: 'a', weight: 1 },
    { cdn: 'c', weight: 1 },
  ]
  const { pools } = pictureOf(config, [change('pools.live.members', 'CHANGED', before, [])])
  const live = pools.find(({ pool }) => pool.key === 'live')
  expect(live?.members.map(({ member, kind, before: was }) => [member.cdn, kind, was?.weight])).toEqual([
    ['a', 'CHANGED', 1],
    ['b', 'ADDED', undefined],
    ['c', 'REMOVED', undefined],
  ])
})

it('draws the line that a rule had beside the one that it gets', () => {
  const { rules } = pictureOf(config, [change('rules.late.pool', 'CHANGED', 'live', 'vod')])
  expect(linksOf(rules.slice(1), []).map(({ to, kind }) => [to, kind])).toEqual([
    ['pool:vod', 'ADDED'],
    ['pool:live', 'REMOVED'],
  ])
})

it('draws fallbacks that came and went', () => {
  const { pools } = pictureOf(config, [change('pools.live.fallbacks', 'CHANGED', ['unused'], ['vod'])])
  const fallbacks = linksOf([], pools).filter(({ isFallback }) => isFallback)
  expect(fallbacks.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    ['pool:live', 'pool:vod', 'ADDED'],
    ['pool:live', 'pool:unused', 'REMOVED'],
  ])
})

it('shows the pools of the rules that are shown, and those that nobody names where asked for', () => {
  const picture = pictureOf(config, [])
  const late = picture.rules.slice(1)
  expect(poolsOf(picture, late, false).map(({ pool }) => pool.key)).toEqual(['vod', 'all'])
  expect(poolsOf(picture, late, true).map(({ pool }) => pool.key)).toEqual(['vod', 'unused', 'all'])
})
