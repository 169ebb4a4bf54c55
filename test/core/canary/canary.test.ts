import { expect, it } from 'vitest'
import { canaryDeadlineEpochMs, parseCanaryRequest, type CanaryRequest } from '../../../src/core/canary/canary.ts'
import { canaryWith } from '../../support/config.ts'

const home = { node: 'node-a:8000', workers: 7 }

it.each([
  { request: { workers: 1, seconds: 60 }, workers: 1 },
  { request: { workers: 7, seconds: 60 }, workers: 7 },
  { request: { workers: 1_000, seconds: 60, percent: null }, workers: 7 },
  { request: { percent: 1, seconds: 1, workers: null }, workers: 1 },
  { request: { percent: 14, seconds: 3_600 }, workers: 1 },
  { request: { percent: 15, seconds: 60 }, workers: 2 },
  { request: { percent: 100, seconds: 60 }, workers: 7 },
])('comes to $workers of 7 workers by $request', ({ request, workers }) => {
  const terms = { node: 'node-a:8000', workers, seconds: request.seconds, maxRefusedRatio: null, onTooFewRequests: 'TAKEN_BACK' }
  expect(parseCanaryRequest(request, home)).toEqual({ ok: true, value: terms })
})

it.each([0, 0.25, 1])('takes %d as a ratio', (maxRefusedRatio) => {
  expect(parseCanaryRequest({ workers: 1, seconds: 1, maxRefusedRatio }, home)).toMatchObject({ value: { maxRefusedRatio } })
})

it.each([
  { asked: undefined, taken: 'TAKEN_BACK' },
  { asked: null, taken: 'TAKEN_BACK' },
  { asked: 'TAKEN_BACK', taken: 'TAKEN_BACK' },
  { asked: 'PROMOTED', taken: 'PROMOTED' },
] as const)('of too few requests is $taken where the publisher says $asked', ({ asked, taken }) => {
  const parsed = parseCanaryRequest({ workers: 1, seconds: 1, onTooFewRequests: asked }, home)
  expect(parsed).toMatchObject({ value: { onTooFewRequests: taken } })
})

it('takes the one worker of a node that has no other', () => {
  for (const share of [{ workers: 3 }, { percent: 1 }])
    expect(parseCanaryRequest({ ...share, seconds: 1 }, { ...home, workers: 1 })).toMatchObject({ value: { workers: 1 } })
})

it.each<{ readonly request: CanaryRequest; readonly field: string; readonly received: string | number }>([
  { request: { seconds: 60 }, field: 'percent', received: 'nothing' },
  { request: { workers: 1, percent: 1, seconds: 60 }, field: 'percent', received: 'workers and percent' },
  { request: { workers: 0, seconds: 60 }, field: 'workers', received: 0 },
  { request: { workers: 1_001, seconds: 60 }, field: 'workers', received: 1_001 },
  { request: { workers: 1.5, seconds: 60 }, field: 'workers', received: 1.5 },
  { request: { percent: 0, seconds: 60 }, field: 'percent', received: 0 },
  { request: { percent: 101, seconds: 60 }, field: 'percent', received: 101 },
  { request: { percent: Number.NaN, seconds: 60 }, field: 'percent', received: Number.NaN },
  { request: { workers: 1, seconds: 0 }, field: 'seconds', received: 0 },
  { request: { workers: 1, seconds: 3_601 }, field: 'seconds', received: 3_601 },
  { request: { workers: 1, seconds: 1, maxRefusedRatio: -0.1 }, field: 'maxRefusedRatio', received: -0.1 },
  { request: { workers: 1, seconds: 1, maxRefusedRatio: 1.1 }, field: 'maxRefusedRatio', received: 1.1 },
  { request: { workers: 1, seconds: 1, maxRefusedRatio: Number.NaN }, field: 'maxRefusedRatio', received: Number.NaN },
])('refuses $request for its $field', ({ request, field, received }) => {
  expect(parseCanaryRequest(request, home)).toMatchObject({
    ok: false,
    problem: { code: 'CANARY_INVALID', field: `canary.${field}`, received },
  })
})

it('refuses any on a node without workers', () => {
  expect(parseCanaryRequest({ percent: 50, seconds: 1 }, { ...home, workers: 0 })).toMatchObject({
    problem: { code: 'CANARY_INVALID', field: 'canary.workers' },
  })
})

it('is over so many seconds after it began, by the clock on the wall', () => {
  const canary = canaryWith({ startedAt: '2026-01-01T00:00:00.000Z', seconds: 90 })
  expect(canaryDeadlineEpochMs(canary)).toBe(Date.parse('2026-01-01T00:01:30.000Z'))
})
