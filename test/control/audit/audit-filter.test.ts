import { afterAll, beforeAll, expect, it } from 'vitest'
import fc from 'fast-check'
import { matches, whereOf, type WantedEvents } from '../../../src/control/graphql/audit/audit-filter.ts'
import type { RefusedAttempt } from '../../../src/core/change/attempt-outcome.ts'
import { planEdit } from '../../../src/core/change/plan-edit.ts'
import { planPublish } from '../../../src/core/change/plan-publish.ts'
import { updateSettings } from '../../../src/core/change/edits.ts'
import { adminToken, openControl, type ControlUnderTest } from '../../support/control.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { subscribe } from '../../support/sse.ts'

const actors = ['ann', 'bob', 'a%n']
const targets = ['cdns.a', 'cdns.ab', 'cdns_a', 'cdnsXa', 'originClusters.a', 'cdns']
const codes = ['FORBIDDEN', 'NOT_FOUND']
const moments = Array.from({ length: 6 }, (_, day) => `2026-01-0${day + 1}T00:00:00.000Z`)
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

let control: ControlUnderTest
beforeAll(async () => {
  control = await openControl({ clock: systemClock })
  for (let index = 0; index < 60; index++) {
    const attempt = {
      actor: pick(actors, index),
      role: pick(['viewer', 'admin'], index),
      address: `192.0.2.${index % 4}`,
      requestId: `req-${index % 7}`,
      at: pick(moments, index * 5),
    }
    const refused: RefusedAttempt = {
      action: pick(['deleteCdn', 'publish'], index),
      target: pick(targets, index * 7),
      refusal: { code: pick(codes, index), message: 'no' },
    }
    if (index % 3 > 0) await control.store.record(attempt, refused)
    else if (index % 2 > 0) await control.store.change(attempt, planPublish(null, {}))
    else await control.store.change(attempt, planEdit('updateSettings', 'settings', updateSettings({ ratio: index }), {}))
  }
}, 60_000)
afterAll(() => control.close())

const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
const wanted: fc.Arbitrary<WantedEvents> = fc.record({
  actor: maybe(...actors, 'nobody', null),
  role: maybe('viewer', 'admin'),
  action: maybe('deleteCdn', 'publish', 'updateSettings', 'bootstrap'),
  outcome: maybe('ACCEPTED' as const, 'REFUSED' as const, 'UNCHANGED' as const, null),
  target: maybe(...targets, 'cdns.', 'revisions.', 'settings', '.'),
  revision: maybe(1, 2, 3),
  code: maybe(...codes),
  address: maybe('192.0.2.1', '192.0.2.9'),
  requestId: maybe('req-1', 'req-6'),
  since: maybe(...moments.map((moment) => new Date(moment))),
  until: maybe(...moments.map((moment) => new Date(moment))),
})

it('finds in the database what it would let through of what happens', async () => {
  const all = await control.client.auditEvent.findMany({ orderBy: { id: 'desc' } })
  expect(all.length).toBeGreaterThan(60)
  const property = fc.asyncProperty(wanted, async (filter) => {
    const found = await control.client.auditEvent.findMany({ where: whereOf(filter), orderBy: { id: 'desc' } })
    expect(found).toEqual(all.filter((event) => matches(filter, event)))
  })
  await fc.assert(property, { numRuns: 100, seed: 13 })
}, 60_000)

type Page = {
  readonly auditLog: { readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[] }
}

it('goes with pages: together they are all that is wanted, newest first', async () => {
  const query = `query ($after: String) { auditLog(first: 4, after: $after, filter: { target: "cdns.", outcome: REFUSED }) { edges { cursor node { id } } } }`
  const ids: number[] = []
  let after: string | undefined
  do {
    const { data } = await control.graphql<Page>(query, { after })
    ids.push(...data.auditLog.edges.map(({ node }) => Number(node.id)))
    after = data.auditLog.edges.at(-1)?.cursor
  } while (after !== undefined && ids.length < 100)
  const all = await control.client.auditEvent.findMany({ orderBy: { id: 'desc' } })
  expect(ids.length).toBeGreaterThan(8)
  expect(ids).toEqual(all.filter(({ target }) => target.startsWith('cdns.')).map(({ id }) => id))
})

it.each([
  { filter: '{}' },
  { filter: '{ outcome: REFUSED }' },
  { filter: '{ target: "cdns.", actor: "ann" }' },
  { filter: '{ actor: "nobody" }' },
])('counts all that match $filter, on every page', async ({ filter }) => {
  const page = `totalCount nodes { id } edges { node { id } }`
  const query = `{ few: auditLog(first: 2, filter: ${filter}) { ${page} } all: auditLog(first: 100, filter: ${filter}) { ${page} } }`
  type Counted = {
    readonly totalCount: number
    readonly nodes: readonly object[]
    readonly edges: readonly { readonly node: object }[]
  }
  const { data } = await control.graphql<{ readonly few: Counted; readonly all: Counted }>(query)
  expect(data.few.totalCount).toBe(data.all.nodes.length)
  expect(data.all.totalCount).toBe(data.all.nodes.length)
  expect(data.all.nodes).toEqual(data.all.edges.map(({ node }) => node))
  expect(data.few.nodes).toEqual(data.all.nodes.slice(0, 2))
})

it.each([
  { filter: '{ actor: "" }', code: 'INPUT_INVALID', message: '1 to 300 characters' },
  { filter: `{ target: "${'x'.repeat(301)}" }`, code: 'INPUT_INVALID', message: '1 to 300 characters' },
  {
    filter: '{ since: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" }',
    code: 'INPUT_INVALID',
    message: '`since` before `until`',
  },
  { filter: '{ since: "yesterday" }', code: 'GRAPHQL_VALIDATION_FAILED', message: 'allowed is a moment such as' },
  { filter: '{ since: "2026-13-41T00:00:00Z" }', code: 'GRAPHQL_VALIDATION_FAILED', message: 'allowed is a moment such as' },
  { filter: '{ outcome: MAYBE }', code: 'GRAPHQL_VALIDATION_FAILED', message: 'AuditOutcome' },
])('refuses $filter', async ({ filter, code, message }) => {
  const { errors } = await control.graphql(`{ auditLog(filter: ${filter}) { edges { cursor } } }`)
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(message), extensions: { code } })])
})

it('lets through of what happens only what is wanted', async () => {
  const url = await control.app.listen({ port: 0, host: '127.0.0.1' })
  const events = await subscribe(
    url,
    adminToken,
    'subscription { auditAppended(filter: { outcome: REFUSED, target: "cdns." }) { target outcome code } }',
  )
  await control.graphql('mutation { updateSettings(input: { ratio: 77 }) { __typename } deleteCdn(key: "zz") { __typename } }')
  const told: { readonly target: string; readonly outcome: string }[] = []
  // What was appended behind this node's back above may come first.
  while (told.at(-1)?.target !== 'cdns.zz')
    told.push(((await events.next()) as { readonly auditAppended: (typeof told)[number] }).auditAppended)
  expect(told.filter(({ target, outcome }) => !target.startsWith('cdns.') || outcome !== 'REFUSED')).toEqual([])
  expect(told.at(-1)).toEqual({ target: 'cdns.zz', outcome: 'REFUSED', code: 'NOT_FOUND' })
  events.close()
})
