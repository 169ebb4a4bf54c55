import fc from 'fast-check'
import { expect, it } from 'vitest'
import { auditDiscarded, findDiscarded } from '../../../src/core/change/discarded.ts'
import { canonicalJson } from '../../../src/core/config/canonical.ts'
import { diffConfigs } from '../../../src/core/config/diff.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'
import { emptyState, stateWith } from './states.ts'

const a = { key: 'a' }
const b = { key: 'b' }

it.each<{
  readonly live?: ConfigParts
  readonly working: ConfigParts
  readonly next: ConfigParts
  readonly lost: readonly string[]
}>([
  { working: {}, next: { ratio: 3 }, lost: [] },
  { working: { ratio: 20 }, next: {}, lost: ['settings.ratio'] },
  { working: { ratio: 20 }, next: { ratio: 3 }, lost: ['settings.ratio'] },
  { working: { ratio: 20 }, next: { ratio: 20 }, lost: [] },
  { working: { ratio: 20 }, next: { ratio: 20, redirectStatus: 307 }, lost: [] },
  { working: { ratio: 20, redirectStatus: 307 }, next: { ratio: 20 }, lost: ['settings.redirectStatus'] },
  { live: { cdns: [a] }, working: { cdns: [a, b] }, next: { cdns: [a] }, lost: ['cdns.b'] },
  { live: { cdns: [a] }, working: { cdns: [a, b] }, next: { cdns: [a, { ...b, weight: 2 }] }, lost: ['cdns.b'] },
  { live: { cdns: [a, b] }, working: { cdns: [a] }, next: { cdns: [a, b] }, lost: ['cdns.b'] },
  { live: { cdns: [a, b] }, working: { cdns: [a, { ...b, weight: 2 }] }, next: { cdns: [a] }, lost: ['cdns.b.weight'] },
  { live: { cdns: [a, b] }, working: { cdns: [a] }, next: { cdns: [{ ...a, weight: 2 }] }, lost: [] },
])('of $working under $next these are lost: $lost', ({ live = {}, working, next, lost }) => {
  expect(findDiscarded(stateWith({ live, working }), configWith(next)).map(({ path }) => path)).toEqual(lost)
})

it('tells the live value and the one that was pending', () => {
  expect(findDiscarded(stateWith({ working: { ratio: 20 } }), configWith({ ratio: 3 }))).toEqual([
    { path: 'settings.ratio', kind: 'CHANGED', before: 10, after: 20 },
  ])
})

it('finds nothing before the first revision', () => {
  expect(findDiscarded(emptyState, configWith())).toEqual([])
})

it('is exactly what the next configuration does not have of what was pending', () => {
  holds(
    fc.property(config, config, config, (live, workingCopy, next) => {
      const state = { ...stateWith(), live: { ...revisionWith(), config: live }, workingCopy }
      const made = new Set(diffConfigs(live, next).map(canonicalJson))
      const missing = diffConfigs(live, workingCopy).filter((change) => !made.has(canonicalJson(change)))
      expect(findDiscarded(state, next)).toEqual(missing)
    }),
  )
})

it('stands in the audit event beside the number of the live revision, with what is pending then', () => {
  const state = stateWith({ live: { cdns: [a] }, working: { cdns: [a, b], ratio: 20 } })
  const audit = { target: 'revisions.5', before: 4, after: 5 }
  const planned = { workingCopy: configWith({ cdns: [a], ratio: 3 }), revision: undefined, audit }
  const added = configWith({ cdns: [b] }).cdns[0]
  expect(auditDiscarded(planned, state).audit).toEqual({
    target: 'revisions.5',
    before: { live: 4, 'cdns.b': added, 'settings.ratio': 20 },
    after: { live: 5, 'cdns.b': null, 'settings.ratio': 3 },
  })
  expect(auditDiscarded({ ...planned, workingCopy: state.workingCopy }, state).audit).toEqual(audit)
})
