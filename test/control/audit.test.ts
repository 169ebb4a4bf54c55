import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { upsertEntry } from '../../src/core/change/edits.ts'
import { planEdit } from '../../src/core/change/plan-edit.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { subscribe } from '../support/sse.ts'
import { planned, planner } from '../support/planner.ts'

let control: ControlUnderTest
let url: string
beforeEach(async () => {
  control = await openControl({ clock: systemClock })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => control.close())

type Log = { readonly auditLog: { readonly edges: { readonly node: object; readonly cursor: string }[] } }

it('keeps who changed what, what was and what is, newest first', async () => {
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } publish(input: {}) { __typename } }')
  const { data } = await control.graphql<Log>(
    '{ auditLog(first: 2) { edges { node { actor role address action target outcome before after revision } } } }',
  )
  expect(data.auditLog.edges.map(({ node }) => node)).toEqual([
    {
      actor: 'admin-token',
      role: 'ADMIN',
      address: '127.0.0.1',
      action: 'publish',
      target: 'revisions.2',
      outcome: 'ACCEPTED',
      before: 1,
      after: 2,
      revision: 2,
    },
    {
      actor: 'admin-token',
      role: 'ADMIN',
      address: '127.0.0.1',
      action: 'updateSettings',
      target: 'settings',
      outcome: 'ACCEPTED',
      before: { 'settings.ratio': 10 },
      after: { 'settings.ratio': 4 },
      revision: null,
    },
  ])
})

it('names the role of whoever tried, and none for callers without a token; the filter knows the same names', async () => {
  const refused = { action: 'publish', target: 'revisions', refusal: { code: 'FORBIDDEN', message: 'no' } }
  for (const role of ['editor', '-']) {
    await control.store.record({ actor: role, role, address: '', requestId: 'x', at: '2026-01-01T00:00:00.000Z' }, refused)
  }
  const page = 'nodes { actor role outcome }'
  const { data } = await control.graphql(
    `{ all: auditLog(first: 2) { ${page} } editors: auditLog(filter: { role: EDITOR }) { ${page} } }`,
  )
  const byEditor = { actor: 'editor', role: 'EDITOR', outcome: 'REFUSED' }
  expect(data).toEqual({
    all: { nodes: [{ actor: '-', role: null, outcome: 'REFUSED' }, byEditor] },
    editors: { nodes: [byEditor] },
  })
})

it('pages, and refuses pages of more than 100', async () => {
  const { data } = await control.graphql<Log>('{ auditLog(first: 1) { edges { cursor node { action } } } }')
  expect(data.auditLog.edges.map(({ node }) => node)).toEqual([{ action: 'bootstrap' }])
  const { errors } = await control.graphql('{ auditLog(first: 101) { edges { cursor } } }')
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['PAGE_SIZE_INVALID'])
})

it('sends nothing at first, then each change in order', async () => {
  const events = await subscribe(url, adminToken, 'subscription { auditAppended { action target requestId } }')
  await control.graphql(
    'mutation { a: updateSettings(input: { ratio: 4 }) { __typename } b: upsertCdn(input: { key: "b", baseUrl: "b.example.com" }) { __typename } }',
  )
  const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(await events.next()).toEqual({ auditAppended: { action: 'updateSettings', target: 'settings', requestId } })
  expect(await events.next()).toEqual({ auditAppended: { action: 'upsertCdn', target: 'cdns.b', requestId } })
  events.close()
})

it('tells what another node appended', async () => {
  const events = await subscribe(url, adminToken, 'subscription { auditAppended { actor } }')
  const attempt = { actor: 'another-node', role: 'admin', address: '192.0.2.1', requestId: 'x', at: '2026-01-01T00:00:00.000Z' }
  await control.store.change(
    attempt,
    planner(({ workingCopy }) => planned({ workingCopy, revision: undefined })),
  )
  expect(await events.next()).toEqual({ auditAppended: { actor: 'another-node' } })
  events.close()
})

it('names as the author of a pending change who made it, not who was refused or changed nothing after that', async () => {
  await control.graphql('mutation { upsertCdn(input: { key: "b", baseUrl: "b.example.com" }) { __typename } }')
  const bob = { actor: 'bob', role: 'editor', address: '192.0.2.1', requestId: 'x', at: '2026-01-01T00:00:00.000Z' }
  const refused = await control.store.change(
    bob,
    planEdit('upsertCdn', 'cdns.b', upsertEntry('cdns', { key: 'b', weight: -1 }), {}),
  )
  const unchanged = await control.store.change(
    bob,
    planEdit('upsertCdn', 'cdns.b', upsertEntry('cdns', { key: 'b', weight: 1 }), {}),
  )
  expect([refused.ok, unchanged.ok]).toEqual([false, true])
  const { data } = await control.graphql(
    '{ auditLog(first: 2) { edges { node { actor outcome } } } pendingChanges { path author } }',
  )
  expect(data).toEqual({
    auditLog: { edges: [{ node: { actor: 'bob', outcome: 'UNCHANGED' } }, { node: { actor: 'bob', outcome: 'REFUSED' } }] },
    pendingChanges: [{ path: 'cdns.b', author: 'admin-token' }],
  })
})
