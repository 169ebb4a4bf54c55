import { describe, expect, it } from 'vitest'
import type { Capacity } from '../../../src/core/config/capacity.ts'
import { checkToldLoad, type ToldLoad } from '../../../src/core/load/told-load.ts'
import { cdnWith } from '../../support/config.ts'

const capacity: Capacity = { requestsPerSecond: 100, mbps: 400, softPercent: 80, hardPercent: 100 }
const told = (parts: Partial<ToldLoad>): ToldLoad => ({ percent: null, mbps: null, validSeconds: 30, ...parts })

describe('checkToldLoad', () => {
  it.each<[string, Partial<ToldLoad>]>([
    ['nothing', { percent: 0 }],
    ['a part of a percent', { percent: 0.01 }],
    ['ten times the capacity', { percent: 1_000 }],
    ['no megabits', { mbps: 0 }],
    ['ten times the megabits', { mbps: 4_000 }],
    ['a second', { percent: 50, validSeconds: 1 }],
    ['an hour', { percent: 50, validSeconds: 3_600 }],
  ])('takes %s', (_what, parts) => {
    expect(checkToldLoad(cdnWith({ capacity }), told(parts))).toEqual({ ok: true, value: told(parts) })
  })

  it.each<[string, Partial<ToldLoad>, string]>([
    ['below 0', { percent: -0.01 }, 'percent'],
    ['more than ten times the capacity', { percent: 1_000.1 }, 'percent'],
    ['no number', { percent: Number.NaN }, 'percent'],
    ['megabits below 0', { mbps: -1 }, 'mbps'],
    ['more than ten times the megabits', { mbps: 4_001 }, 'mbps'],
    ['neither', {}, 'percent'],
    ['both', { percent: 1, mbps: 4 }, 'percent'],
    ['no time', { percent: 1, validSeconds: 0 }, 'validSeconds'],
    ['more than an hour', { percent: 1, validSeconds: 3_601 }, 'validSeconds'],
    ['a part of a second', { percent: 1, validSeconds: 1.5 }, 'validSeconds'],
  ])('refuses %s', (_what, parts, field) => {
    expect(checkToldLoad(cdnWith({ capacity }), told(parts))).toMatchObject({
      ok: false,
      problem: { code: 'LOAD_INVALID', field },
    })
  })

  it('refuses megabits of a CDN whose capacity has none, and takes percent', () => {
    const cdn = cdnWith({ capacity: { ...capacity, mbps: null } })
    expect(checkToldLoad(cdn, told({ mbps: 4 }))).toMatchObject({ problem: { code: 'LOAD_INVALID', field: 'mbps' } })
    expect(checkToldLoad(cdn, told({ percent: 4 })).ok).toBe(true)
  })

  it('refuses any load of a CDN without a capacity', () => {
    expect(checkToldLoad(cdnWith(), told({ percent: 4 }))).toMatchObject({
      problem: { code: 'LOAD_INVALID', field: 'cdn', received: 'default' },
    })
  })
})
