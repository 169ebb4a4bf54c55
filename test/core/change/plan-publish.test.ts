import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deleteEntry, inSequence, updateSettings, upsertEntry } from '../../../src/core/change/edits.ts'
import { diffConfigs } from '../../../src/core/config/diff.ts'
import { planDirectPublish, planPublish, refuseNewWarnings } from '../../../src/core/change/plan-publish.ts'
import { planRollback } from '../../../src/core/change/plan-rollback.ts'
import { planBootstrap, planRecovery } from '../../../src/core/change/plan-start.ts'
import { sealRevision, whyUnusable } from '../../../src/core/config/revision.ts'
import { validateConfig } from '../../../src/core/config/validate.ts'
import { hasErrors } from '../../../src/core/validation-issue.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'
import { after, attempt, emptyState, nothing, plan, stateWith } from './states.ts'

it('makes the working copy live as the next revision', () => {
  const state = stateWith({ working: { ratio: 20 } })
  const planned = plan(planPublish('twenty', {}), state)
  expect(planned).toMatchObject({
    ok: true,
    value: {
      workingCopy: configWith({ ratio: 20 }),
      revision: {
        number: 5,
        publishedAt: attempt.at,
        author: 'bob',
        message: 'twenty',
        parent: 4,
        rollbackOf: null,
        config: configWith({ ratio: 20 }),
      },
      audit: { target: 'revisions.5', before: 4, after: 5 },
    },
  })
  expect(planned.ok && planned.value?.revision && whyUnusable(planned.value.revision)).toBeUndefined()
})

it('makes no revision when nothing was changed, or all of it was changed back', () => {
  expect(plan(planPublish('again', {}), stateWith())).toEqual(nothing)
  expect(plan(planPublish('again', { expectedRevision: 4, expectedVersion: 7 }), stateWith())).toEqual(nothing)
})

it.each([{ sha256: '0'.repeat(64) }, { formatVersion: 99 }])(
  'makes the next revision of what is live with $0, which nobody runs, whether published or rolled back to',
  (damage) => {
    const good = stateWith()
    const state = { ...good, live: { ...revisionWith({ number: 4 }), ...damage } }
    for (const planner of [planPublish(null, {}), planRollback(3, revisionWith({ number: 3 }), null, {})])
      expect(plan(planner, state)).toMatchObject({ value: { revision: { number: 5, config: good.workingCopy } } })
  },
)

it('does not take another order of keys for a change', () => {
  const state = stateWith()
  const { settings, cdns, originClusters } = state.workingCopy
  expect(plan(planPublish(null, {}), { ...state, workingCopy: { settings, originClusters, cdns } })).toEqual(nothing)
})

it('makes revision 1 without a parent when none is live', () => {
  expect(plan(planPublish(null, {}), { ...emptyState, workingCopy: configWith() })).toMatchObject({
    value: { revision: { number: 1, parent: null }, audit: { before: null, after: 1 } },
  })
})

it.each([
  { working: { originClusters: [] }, code: 'NO_ORIGIN_CLUSTER', field: 'originClusters', received: '1 error' },
  { working: { cdns: [{ weight: 0 }] }, code: 'ZERO_WEIGHT', field: 'cdns', received: '1 error' },
  { working: { cdns: [{ weight: 0 }], originClusters: [] }, code: 'ZERO_WEIGHT', field: 'cdns', received: '2 errors' },
])('refuses to publish a working copy with $received and tells all of them', ({ working, code, field, received }) => {
  const remedy = validateConfig(configWith(working))
    .map((issue) => `${issue.message}: ${issue.remedy}`)
    .join('; ')
  expect(plan(planPublish(null, {}), stateWith({ working }))).toMatchObject({
    ok: false,
    problem: { code, field, received, remedy },
  })
  expect(
    plan(planDirectPublish('putConfig', updateSettings({ ratio: 2 }), null, {}), stateWith({ live: working })),
  ).toMatchObject({ problem: { code } })
})

it('publishes in spite of warnings', () => {
  expect(plan(planPublish(null, {}), stateWith({ working: { cdns: [], redirectStatus: 301 } }))).toMatchObject({
    ok: true,
    value: { revision: { number: 5 } },
  })
})

it.each([
  {
    what: 'a new warning',
    live: {},
    working: { redirectStatus: 301 },
    told: ['PERMANENT_REDIRECT at settings.redirectStatus: '],
  },
  { what: 'only what it knows', live: { redirectStatus: 301 }, working: { redirectStatus: 308 }, told: [] },
  {
    what: 'one new and one known',
    live: { redirectStatus: 301 },
    working: { redirectStatus: 301, cdns: [] },
    told: ['NO_CDN at cdns: '],
  },
  {
    what: 'two new',
    live: {},
    working: { redirectStatus: 308, cdns: [] },
    told: ['NO_CDN at cdns: ', 'PERMANENT_REDIRECT at settings.redirectStatus: '],
  },
  { what: 'none', live: {}, working: { ratio: 3 }, told: [] },
  { what: 'none, with nothing pending', live: { cdns: [] }, working: { cdns: [] }, told: [] },
] as const)('refuses, where it is asked to, what the live revision does not warn of: $what', ({ live, working, told }) => {
  const planned = plan(refuseNewWarnings(planPublish(null, {}), undefined), stateWith({ live, working }))
  const remedy = planned.ok ? '' : planned.problem.remedy
  expect(planned).toMatchObject(
    told.length === 0 ? { ok: true } : { problem: { code: 'WARNINGS_NOT_ACKNOWLEDGED', field: 'acknowledgeWarnings' } },
  )
  expect(remedy.match(/[A-Z_]+ at \S+ /g) ?? []).toEqual(told)
  expect(plan(planPublish(null, {}), stateWith({ live, working }))).toMatchObject({ ok: true })
})

it('tells an error before a warning, and takes every warning of a first revision for new', () => {
  const broken = stateWith({ working: { redirectStatus: 301, originClusters: [] } })
  expect(plan(refuseNewWarnings(planPublish(null, {}), undefined), broken)).toMatchObject({
    problem: { code: 'NO_ORIGIN_CLUSTER' },
  })
  const first = { ...emptyState, workingCopy: configWith({ redirectStatus: 301 }) }
  expect(plan(refuseNewWarnings(planPublish(null, {}), undefined), first)).toMatchObject({
    problem: { code: 'WARNINGS_NOT_ACKNOWLEDGED' },
  })
})

const putRatio = (ratio: number) => planDirectPublish('putConfig', updateSettings({ ratio }), 'put', {})

it('publishes an edit of what is live at once, and leaves other pending changes pending', () => {
  const state = stateWith({ live: { ratio: 10 }, working: { ratio: 10, redirectStatus: 307, cdns: [{ key: 'a' }] } })
  expect(plan(putRatio(3), state)).toMatchObject({
    ok: true,
    value: {
      workingCopy: configWith({ ratio: 3, redirectStatus: 307, cdns: [{ key: 'a' }] }),
      revision: { number: 5, parent: 4, author: 'bob', message: 'put', config: configWith({ ratio: 3 }) },
      audit: { target: 'revisions.5', before: 4, after: 5 },
    },
  })
})

it.each([
  { ratio: 3, revision: 5 },
  { ratio: 20, revision: 5 },
  { ratio: 10, revision: 4 },
])('leaves its own field $ratio pending no longer, at revision $revision', ({ ratio, revision }) => {
  const state = after(putRatio(ratio), stateWith({ live: { ratio: 10 }, working: { ratio: 20, redirectStatus: 307 } }))
  expect(state).toMatchObject({ version: 8, live: { number: revision, config: configWith({ ratio }) } })
  expect(diffConfigs(state.live?.config ?? configWith(), state.workingCopy).map(({ path }) => path)).toEqual([
    'settings.redirectStatus',
  ])
})

it('publishes nothing and changes nothing when both have the value already', () => {
  expect(plan(putRatio(10), stateWith({ working: { redirectStatus: 307 } }))).toEqual(nothing)
})

it('publishes its edit though what is pending could not be published', () => {
  expect(plan(putRatio(3), stateWith({ working: { originClusters: [] } }))).toMatchObject({
    ok: true,
    value: { revision: { config: configWith({ ratio: 3 }) }, workingCopy: configWith({ ratio: 3, originClusters: [] }) },
  })
})

it('creates again a CDN whose deletion is pending', () => {
  const edit = inSequence([upsertEntry('cdns', { key: 'default', baseUrl: 'new' }), updateSettings({ ratio: 3 })])
  const state = after(planDirectPublish('putConfig', edit, null, {}), stateWith({ working: { cdns: [] } }))
  expect(state.live?.config).toEqual(configWith({ ratio: 3, cdns: [{ baseUrl: 'new' }] }))
  expect(state.workingCopy.cdns).toMatchObject([{ key: 'default', baseUrl: 'new' }])
})

it("hands on its edit's problem, of what is live or of the working copy", () => {
  const remove = planDirectPublish('deleteCdn', deleteEntry('cdns', 'a'), null, {})
  const notFound = { ok: false, problem: { code: 'NOT_FOUND' } }
  expect(plan(remove, stateWith({ working: { cdns: [{}, { key: 'a' }] } }))).toMatchObject(notFound)
  expect(plan(remove, stateWith({ live: { cdns: [{}, { key: 'a' }] }, working: {} }))).toMatchObject(notFound)
})

it('publishes directly what no revision is live of yet', () => {
  expect(plan(putRatio(3), { ...emptyState, workingCopy: configWith() })).toMatchObject({
    value: { revision: { number: 1, config: configWith({ ratio: 3 }) }, workingCopy: configWith({ ratio: 3 }) },
  })
})

it('leaves nothing pending of its edit, and everything else', () => {
  holds(
    fc.property(config, config, fc.nat(100), (live, working, ratio) => {
      fc.pre(!hasErrors(validateConfig(live)))
      const state = { ...stateWith({ number: 1 }), workingCopy: working, live: sealRevision({ ...revisionWith(), config: live }) }
      const pending = diffConfigs(live, working).filter(({ path }) => path !== 'settings.ratio')
      const then = after(putRatio(ratio), state)
      expect(diffConfigs(then.live?.config ?? live, then.workingCopy)).toEqual(pending)
      expect(plan(putRatio(ratio), then)).toEqual(nothing)
    }),
  )
})

it('makes revision 1 of the environment when the store holds none', () => {
  expect(plan(planBootstrap(configWith()), emptyState)).toMatchObject({
    ok: true,
    value: {
      workingCopy: configWith(),
      revision: { number: 1, parent: null, message: 'made from the environment', config: configWith() },
      audit: { target: 'revisions.1' },
    },
  })
})

it('leaves a store that holds a revision alone, whatever the environment says', () => {
  expect(plan(planBootstrap(configWith({ ratio: 1 })), stateWith())).toEqual(nothing)
})

it('refuses to make revision 1 of an environment with errors', () => {
  expect(plan(planBootstrap(configWith({ originClusters: [] })), emptyState)).toMatchObject({
    ok: false,
    problem: { code: 'NO_ORIGIN_CLUSTER' },
  })
})

it.each([
  { snapshot: 3, recovered: false },
  { snapshot: 4, recovered: false },
  { snapshot: 5, recovered: true },
  { snapshot: 9, recovered: true },
])('puts snapshot $snapshot back into a store at revision 4: $recovered', ({ snapshot, recovered }) => {
  const revision = revisionWith({ number: snapshot, ratio: 20 })
  const audit = { target: `revisions.${snapshot}`, before: 4, after: snapshot }
  const value = recovered ? { workingCopy: revision.config, revision, audit } : undefined
  expect(plan(planRecovery(revision), stateWith())).toEqual({ ok: true, value })
})

it('puts a snapshot back into an empty store, with its own number', () => {
  const revision = revisionWith({ number: 12, ratio: 20 })
  expect(plan(planRecovery(revision), emptyState)).toEqual({
    ok: true,
    value: {
      workingCopy: revision.config,
      revision,
      audit: { target: 'revisions.12', before: null, after: 12 },
    },
  })
})

it('keeps what is pending over a recovery', () => {
  const state = after(planRecovery(revisionWith({ number: 5, ratio: 20 })), stateWith({ working: { redirectStatus: 307 } }))
  expect(state).toMatchObject({ live: { number: 5 }, workingCopy: configWith({ redirectStatus: 307 }) })
})
