import { expect, it } from 'vitest'
import { wantedRatio } from '../../ui/pages/now/wanted-ratio.ts'
import { consequenceOf, emptyDraft, inputOf, LIFTED, MOMENT, type Draft } from '../../ui/parts/overrides/override-draft.ts'

const shares = {
  windowSeconds: 60,
  origin: 10,
  cdn: 90,
  byCdn: [{ key: 'second', share: 0.25, wantedShare: 0.3 }],
}
const override = { target: null, reason: 'why', until: null, by: 'ann', at: '', inEffect: true, scope: 'ALL_NODES' } as const

function draftWith(said: Partial<Draft>): Draft {
  return { ...emptyDraft('second'), reason: 'why', ...said }
}

it.each<[Partial<Draft>, object]>([
  [{}, { kind: 'ADMIN_STATE', target: 'second', value: 'DOWN', reason: 'why', forSeconds: 3_600 }],
  [
    { choice: 'WEIGHT', value: ' 7 ', end: LIFTED },
    { kind: 'WEIGHT', target: 'second', value: 7, reason: 'why' },
  ],
  [
    { choice: 'WEIGHT', value: '', end: LIFTED },
    { kind: 'WEIGHT', target: 'second', value: null, reason: 'why' },
  ],
  [
    { choice: 'ALL_TO_CDN', end: MOMENT, until: '2126-01-31T12:00Z' },
    { kind: 'ALL_TO_CDN', target: 'second', value: null, reason: 'why', until: '2126-01-31T12:00:00.000Z' },
  ],
  [
    { choice: 'ALL_TO_CDN', end: MOMENT, until: 'soon' },
    { kind: 'ALL_TO_CDN', target: 'second', value: null, reason: 'why', until: 'soon' },
  ],
])('sends %o as the API takes it', (said, input) => {
  expect(inputOf(draftWith(said), 'second')).toEqual(input)
})

it.each<[Partial<Draft>, string]>([
  [{ choice: 'ALL_TO_ORIGIN' }, '100 % to the origin, now 10.0 %'],
  [{ choice: 'RATIO', value: '4' }, '25.0 % to the origin, now 10.0 %'],
  [{ choice: 'RATIO', value: '0' }, '0.0 % to the origin, now 10.0 %'],
  [{ choice: 'RATIO', value: '' }, '… to the origin, now 10.0 %'],
  [{ choice: 'DOWN' }, '0 % of the redirects to CDNs go to second, now 25.0 %, wanted 30.0 %'],
  [{ choice: 'ALL_TO_CDN' }, '100 % to second, now 25.0 %, wanted 30.0 %; 0 % to the origin, now 10.0 %'],
])('tells first that %o is: %s', (said, words) => {
  expect(consequenceOf(draftWith(said), 'second', shares)).toContain(words)
})

it('tells a dash where nothing was redirected yet', () => {
  expect(consequenceOf(draftWith({ choice: 'ALL_TO_ORIGIN' }), null, undefined)).toBe('100 % to the origin, now –')
})

it.each([
  { ratio: 10, words: '10.0 % (ratio 10)' },
  { ratio: 0, words: '0.0 % (ratio 0)' },
  { ratio: 10, held: { kind: 'RATIO', value: 4 } as const, words: '25.0 % (override RATIO 4)' },
  { ratio: 10, held: { kind: 'ALL_TO_ORIGIN', value: null } as const, words: '100 % (override ALL_TO_ORIGIN)' },
  { ratio: 10, held: { kind: 'RATIO', value: 4, inEffect: false } as const, words: '10.0 % (ratio 10)' },
])('wants $words of ratio $ratio under $held', ({ ratio, held, words }) => {
  const config = { settings: { ratio }, originClusters: [{ key: 'one', ratio: null }] }
  expect(wantedRatio(config, held === undefined ? [] : [{ ...override, ...held }])).toBe(words)
})

it('says that clusters with a ratio of their own are apart', () => {
  const config = { settings: { ratio: 10 }, originClusters: [{ key: 'one', ratio: 2 }] }
  expect(wantedRatio(config, [])).toBe('10.0 % (ratio 10; 1 cluster has its own ratio)')
})
