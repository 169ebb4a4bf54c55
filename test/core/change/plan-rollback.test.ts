import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ConfigState } from '../../../src/core/change/config-change.ts'
import { planEdit } from '../../../src/core/change/plan-edit.ts'
import { planPublish } from '../../../src/core/change/plan-publish.ts'
import { planRollback } from '../../../src/core/change/plan-rollback.ts'
import { whyUnusable, type ConfigRevision } from '../../../src/core/config/revision.ts'
import { ok } from '../../../src/core/result.ts'
import { configWith, revisionWith } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'
import { applied, attempt, emptyState, nothing, plan, stateWith } from './states.ts'

const second = revisionWith({ number: 2, ratio: 3 })

it('makes the content of an earlier revision live as the next one, in place of what is pending', () => {
  const state = stateWith({ working: { ratio: 20, cdns: [{ key: 'a' }] } })
  expect(plan(planRollback(2, second, 'too much', {}), state)).toEqual({
    ok: true,
    value: {
      workingCopy: second.config,
      revision: {
        ...second,
        number: 5,
        publishedAt: attempt.at,
        author: 'bob',
        message: 'too much',
        parent: 4,
        rollbackOf: 2,
      },
      audit: {
        target: 'revisions.5',
        before: { live: 4, 'cdns.a': state.workingCopy.cdns[0], 'cdns.default': null, 'settings.ratio': 20 },
        after: { live: 5, 'cdns.a': null, 'cdns.default': second.config.cdns[0], 'settings.ratio': 3 },
      },
    },
  })
})

it('plans nothing when that content is live already and nothing is pending', () => {
  expect(plan(planRollback(2, second, null, {}), stateWith({ live: { ratio: 3 } }))).toEqual(nothing)
})

it('makes no revision when that content is live already, and drops what is pending', () => {
  expect(plan(planRollback(2, second, null, {}), stateWith({ live: { ratio: 3 }, working: { ratio: 20 } }))).toEqual({
    ok: true,
    value: {
      workingCopy: second.config,
      revision: undefined,
      audit: {
        target: 'workingCopy',
        before: { 'settings.ratio': 20 },
        after: { 'settings.ratio': 3 },
      },
    },
  })
})

it.each([
  { what: 'that does not exist', stored: undefined, code: 'NOT_FOUND', allowed: /4 is the newest/, remedy: /list/ },
  {
    what: 'of a newer format',
    stored: { ...second, formatVersion: 99 },
    code: 'REVISION_UNUSABLE',
    allowed: /can be run here/,
    remedy: /has format version 99, this program knows 1 to \d; update Sluice/,
  },
  {
    what: 'that was edited by hand',
    stored: { ...second, config: configWith({ ratio: 4 }) },
    code: 'REVISION_UNUSABLE',
    allowed: /can be run here/,
    remedy: /does not match its sha256/,
  },
])('refuses a revision $what', ({ stored, code, allowed, remedy }) => {
  expect(plan(planRollback(2, stored, null, {}), stateWith())).toMatchObject({
    ok: false,
    problem: {
      code,
      field: 'toRevision',
      received: 2,
      allowed: expect.stringMatching(allowed),
      remedy: expect.stringMatching(remedy),
    },
  })
})

it('refuses any revision of a store that holds none', () => {
  expect(plan(planRollback(2, undefined, null, {}), emptyState)).toMatchObject({
    problem: { code: 'NOT_FOUND', allowed: 'no revision exists' },
  })
})

it("refuses what today's validation finds errors in, and a message that no publish may have", () => {
  const invalid = revisionWith({ number: 2, cdns: [{ weight: 0 }] })
  expect(plan(planRollback(2, invalid, null, {}), stateWith())).toMatchObject({ problem: { code: 'ZERO_WEIGHT' } })
  expect(plan(planRollback(2, second, '\0', {}), stateWith())).toMatchObject({ problem: { code: 'MESSAGE_INVALID' } })
})

it('keeps as live what was acknowledged, whatever is edited, published and rolled back', () => {
  let broughtBack = 0
  const step = fc.oneof(
    config.map((edited) => ({ kind: 'EDIT' as const, edited })),
    fc.constant({ kind: 'PUBLISH' as const }),
    fc.nat(3).map((toRevision) => ({ kind: 'ROLLBACK' as const, toRevision })),
  )
  holds(
    fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
      const acknowledged = new Map<number, ConfigRevision>()
      let state: ConfigState = emptyState
      for (const taken of steps) {
        const planner =
          taken.kind === 'EDIT'
            ? planEdit('edit', 'workingCopy', () => ok(taken.edited), {})
            : taken.kind === 'PUBLISH'
              ? planPublish(null, {})
              : planRollback(taken.toRevision, acknowledged.get(taken.toRevision), null, {})
        const planned = plan(planner, state)
        if (!planned.ok || planned.value === undefined) continue
        const { revision } = planned.value
        if (revision !== undefined) acknowledged.set(revision.number, revision)
        state = applied(planned.value, state)
        if (taken.kind === 'EDIT') continue
        const wanted = taken.kind === 'ROLLBACK' ? acknowledged.get(taken.toRevision) : revision
        expect([state.live?.sha256, state.live?.config]).toEqual([wanted?.sha256, wanted?.config])
        expect(state.workingCopy).toEqual(wanted?.config)
        broughtBack += taken.kind === 'ROLLBACK' && revision !== undefined ? 1 : 0
      }
      expect([...acknowledged.keys()]).toEqual(Array.from(acknowledged, (_, index) => index + 1))
      expect(state.live).toBe(acknowledged.get(acknowledged.size))
      expect([...acknowledged.values()].map(whyUnusable).filter(Boolean)).toEqual([])
    }),
  )
  expect(broughtBack).toBeGreaterThan(50)
})
