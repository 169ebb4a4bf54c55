import { expect, it } from 'vitest'
import { openCounts } from '../../src/edge/worker-counts.ts'
import type { Override } from '../../src/core/override/override.ts'
import { revisionWith, tableOf, tableWith } from '../support/config.ts'
import { allToOrigin, down } from '../support/overrides.ts'

it('reports a rule that is gone once more, then forgets it, and counts it from 0 when it is back', () => {
  const { counts, forgetFormer } = openCounts()
  const { byRule } = counts.traffic
  const reportWith = (table: Parameters<typeof forgetFormer>[0]) => {
    forgetFormer(table)
    return byRule.get('live')
  }
  const [before, after] = [tableWith({ pools: [{ key: 'left' }], rules: [{ key: 'live', pool: 'left' }] }), tableWith()]
  byRule.set('live', 2)
  expect([reportWith(undefined), reportWith(before), reportWith(before)]).toEqual([2, 2, 2])
  byRule.set('live', 3)
  expect([reportWith(after), reportWith(after)]).toEqual([3, undefined])
  byRule.set('live', 1)
  expect([reportWith(before), reportWith(before), reportWith(after)]).toEqual([1, 1, 1])
})

it('forgets what an override that sends everything to one place leaves out, and what is gone behind one of a CDN', () => {
  const { counts, forgetFormer } = openCounts()
  const { byRule } = counts.traffic
  const revision = revisionWith({ pools: [{ key: 'left' }], rules: [{ key: 'live', pool: 'left' }] })
  const countBehind = (overrides: readonly Override[], key: string) => {
    const table = tableOf(revision, overrides)
    byRule.set(key, 1)
    forgetFormer(table)
    forgetFormer(table)
    return byRule.get(key)
  }
  expect(countBehind([], 'gone')).toBe(undefined)
  expect(countBehind([down('default')], 'live')).toBe(1)
  expect(countBehind([allToOrigin], 'live')).toBe(undefined)
  expect(countBehind([], 'live')).toBe(1)
})
