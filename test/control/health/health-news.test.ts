import { expect, it } from 'vitest'
import type { CdnState } from '../../../src/control/health/cdn-states.ts'
import { openHealthNews, type CdnNews } from '../../../src/control/health/health-news.ts'
import { cdnHealthWith } from '../../support/scripted-health.ts'

const state = (key: string, changes: Partial<CdnState> = {}): CdnState => ({
  ...cdnHealthWith({ key }),
  adminState: 'AUTO',
  ...changes,
})
const since = '2026-01-01T00:00:05.000Z'

function openNews(first: readonly CdnState[]) {
  const told: CdnNews[][] = []
  let states = first
  const news = openHealthNews({
    listStates: () => states,
    storeTime: { nowEpochMs: () => Date.parse('2026-01-01T00:00:09Z') },
    onNews: (set) => told.push([...set]),
  })
  return { told, look: (now: readonly CdnState[] = states) => ((states = now), news.look()) }
}

it('tells once of each CDN, and nothing again while health and admin state stay', () => {
  const { told, look } = openNews([state('a'), state('b')])
  const first = look()
  expect(look([state('a', { reason: 'in other words', lastProbe: null }), state('b')])).toBe(first)
  expect(told.map((news) => news.map(({ cdn }) => cdn))).toEqual([['a', 'b']])
})

it.each([
  { what: 'another health', now: { health: 'UNHEALTHY', reason: '503', since }, at: since },
  { what: 'another admin state, at the present', now: { adminState: 'DOWN', since }, at: '2026-01-01T00:00:09.000Z' },
  { what: 'both, at that of the health', now: { health: 'UNHEALTHY', adminState: 'UP', since }, at: since },
] as const)('tells $what, and keeps what it told of the others', ({ now, at }) => {
  const { told, look } = openNews([state('a'), state('b')])
  look()
  look([state('a', now), state('b')])
  const { health = 'HEALTHY', adminState = 'AUTO', reason = 'its checks pass' } = now as Partial<CdnState>
  expect(told[1]?.[0]).toEqual({ cdn: 'a', health, adminState, reason, at })
  expect(told[1]?.[1]).toBe(told[0]?.[1])
})

it('forgets a CDN that is gone, and tells of it anew when it is back', () => {
  const { told, look } = openNews([state('a'), state('b')])
  look()
  look([state('b')])
  look([state('a'), state('b')])
  expect(told.map((news) => news.length)).toEqual([2, 1, 2])
  expect(told[2]?.[0]).not.toBe(told[0]?.[0])
})
