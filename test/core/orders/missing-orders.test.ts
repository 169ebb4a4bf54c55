import { expect, it } from 'vitest'
import { noHealth } from '../../../src/core/health/health.ts'
import { noLoad } from '../../../src/core/load/load-set.ts'
import { findMissingOrders, type Wanted } from '../../../src/core/orders/missing-orders.ts'
import type { RunVersions } from '../../../src/core/orders/orders.ts'
import { noOverrides } from '../../../src/core/override/override.ts'
import { revisionWith } from '../../support/config.ts'

const revision = revisionWith({ number: 4 })
const wanted: Wanted = {
  run: { revision, as: 'LIVE', isFallback: false },
  overrides: noOverrides,
  clockOffsetMs: 1_000,
  health: noHealth,
  load: noLoad,
}
const told: RunVersions = {
  revision: 4,
  sha256: revision.sha256,
  as: 'LIVE',
  overrides: 0,
  clockOffsetMs: 1_000,
  health: 0,
  load: 0,
  refused: null,
}
const refused = { revision: 5, problem: 'not mine', as: 'LIVE' } as const

it.each<{ readonly what: string; readonly is?: Partial<RunVersions>; readonly want?: Partial<Wanted>; readonly parts: string[] }>(
  [
    { what: 'has all', parts: [] },
    {
      what: 'has nothing',
      is: { revision: null, sha256: null, overrides: null },
      parts: ['overrides', 'clockOffsetMs', 'revision', 'as'],
    },
    { what: 'has other overrides', is: { overrides: 3 }, parts: ['overrides', 'clockOffsetMs'] },
    { what: 'was told no time', is: { clockOffsetMs: null }, parts: ['overrides', 'clockOffsetMs'] },
    { what: 'goes by nearly the same time', is: { clockOffsetMs: 1_200 }, parts: [] },
    { what: 'has another health', is: { health: 7 }, parts: ['health'] },
    { what: 'has no health yet', is: { health: null }, parts: ['health'] },
    { what: 'is of a version without health', is: { health: undefined as never }, parts: [] },
    { what: 'has another load', is: { load: 7 }, parts: ['load'] },
    { what: 'has no load yet', is: { load: null }, parts: ['load'] },
    { what: 'is of a version without load', is: { load: undefined as never }, parts: [] },
    { what: 'has a load, before the agent knows one', is: { load: 7 }, want: { load: undefined }, parts: [] },
    { what: 'runs another of that number', is: { sha256: 'lost' }, parts: ['revision', 'as'] },
    { what: 'runs it as a canary', is: { as: 'CANARY' }, parts: ['revision', 'as'] },
    { what: 'has refused another', is: { refused }, parts: ['revision', 'as'] },
    { what: 'has refused just that', is: { revision: 3, refused: { ...refused, revision: 4 } }, parts: [] },
    { what: 'is asked for nothing yet', is: { overrides: 9 }, want: { run: undefined, overrides: undefined }, parts: [] },
    {
      what: 'runs a later one than a snapshot',
      is: { revision: 5, sha256: 'later' },
      want: { run: { revision, as: 'LIVE', isFallback: true } },
      parts: [],
    },
  ],
)('names $parts for a worker that $what', ({ is, want, parts }) => {
  expect(Object.keys(findMissingOrders({ ...wanted, ...want }, { ...told, ...is }) ?? {})).toEqual(parts)
})
