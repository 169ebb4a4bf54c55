import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { StoreUnavailable } from '../../src/ports/config-store.ts'
import { attempt } from '../contract/changes.ts'
import { configWith, revisionWith } from '../support/config.ts'
import { everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'
import { planned, planner } from '../support/planner.ts'

// Revision 1 has the ratio 10, revision 2 the ratio 4 and the CDN b.
let control: ControlUnderTest
async function open(): Promise<void> {
  control = await openControl()
  await control.graphql(`mutation {
    updateSettings(input: { ratio: 4 }) { __typename }
    upsertCdn(input: { key: "b", baseUrl: "b.example.com" }) { __typename }
    publish(input: { message: "quarter" }) { __typename }
  }`)
}
const close = (): Promise<void> => control.close()

async function rollback(input: object) {
  const { data } = await control.graphql<{ rollback: Record<string, unknown> }>(
    `mutation($input: RollbackInput!) { rollback(input: $input) {
      ... on RollbackSuccess { revision { number parent rollbackOf author message } }
      ... on UserError { __typename code message field }
    } }`,
    { input },
  )
  return data.rollback
}

/** Makes revision 3 of the default configuration live, as it would be found after the change. */
async function store(change: Partial<ConfigRevision>) {
  const revision = { ...revisionWith({ number: 3 }), ...change }
  await control.store.change(
    attempt,
    planner(() => planned({ workingCopy: revision.config, revision })),
  )
}

const diff = (from: number, to: number) =>
  control.graphql<{ diff: unknown }>(
    'query($from: Int!, $to: Int!) { diff(from: $from, to: $to) { path kind before after author } }',
    { from, to },
  )

describe('a rollback', () => {
  beforeEach(open)
  afterEach(close)

  it('is the next revision, kept as a snapshot and in the audit trail, and the working copy becomes the same', async () => {
    await control.graphql('mutation { updateSettings(input: { ratio: 7 }) { __typename } }')
    expect(await rollback({ toRevision: 1, message: 'too often', expectedRevision: 2 })).toEqual({
      revision: { number: 3, parent: 2, rollbackOf: 1, author: 'admin-token', message: 'too often' },
    })
    expect(control.written.map(({ sha256 }) => sha256)[2]).toBe(control.written[0]?.sha256)
    expect((await diff(1, 3)).data.diff).toEqual([])
    const { data } = await control.graphql(
      '{ pendingChanges { path } auditLog(first: 1) { edges { node { action target before after revision } } } }',
    )
    const node = {
      action: 'rollback',
      target: 'revisions.3',
      before: { live: 2, 'settings.ratio': 7 },
      after: { live: 3, 'settings.ratio': 10 },
      revision: 3,
    }
    expect(data).toEqual({ pendingChanges: [], auditLog: { edges: [{ node }] } })
    expect((await control.store.state()).workingCopy).toEqual(configWith())
  })

  it('to what is live makes no revision, and its audit event says so', async () => {
    const before = await control.store.state()
    expect(await rollback({ toRevision: 2 })).toMatchObject({ revision: { number: 2, rollbackOf: null, message: 'quarter' } })
    expect(await control.store.state()).toEqual(before)
    const { data } = await control.graphql('{ auditLog(first: 1) { edges { node { action outcome } } } }')
    expect(data).toEqual({ auditLog: { edges: [{ node: { action: 'rollback', outcome: 'UNCHANGED' } }] } })
  })

  it.each([
    { what: 'of a newer format', change: { formatVersion: 99 }, message: /has format version 99.*update Sluice/ },
    { what: 'that was edited by hand', change: { config: configWith({ ratio: 5 }) }, message: /does not match its sha256/ },
  ])('to a revision $what is refused with the reason, and a diff, too', async ({ change, message }) => {
    await store(change)
    const refused = { __typename: 'InvalidInput', code: 'REVISION_UNUSABLE', field: 'toRevision' }
    expect(await rollback({ toRevision: 3 })).toEqual({ ...refused, message: expect.stringMatching(message) })
    expect(await diff(1, 3)).toMatchObject({
      errors: [{ message: expect.stringMatching(message), extensions: { code: 'REVISION_UNUSABLE' } }],
    })
  })

  it('on a dry run is checked in the same way, and changes nothing, not even the audit trail', async () => {
    const before = await control.store.state()
    expect(await rollback({ toRevision: 1, dryRun: true })).toEqual({ revision: null })
    expect(await rollback({ toRevision: 1, expectedRevision: 1, dryRun: true })).toMatchObject({ code: 'STALE_REVISION' })
    expect(await control.store.state()).toEqual(before)
    const { data } = await control.graphql('{ auditLog(first: 1) { edges { node { action } } } }')
    expect(data).toEqual({ auditLog: { edges: [{ node: { action: 'publish' } }] } })
  })

  it('is StoreUnavailable when the store is away', async () => {
    control.store.revision = () => Promise.reject(new StoreUnavailable('the config store did not answer'))
    expect(await rollback({ toRevision: 1 })).toMatchObject({ __typename: 'StoreUnavailable', code: 'STORE_UNAVAILABLE' })
  })
})

describe('what changes nothing', () => {
  // One database for all.
  beforeAll(open)
  afterAll(close)

  it.each([
    { input: { toRevision: 9 }, type: 'NotFound', code: 'NOT_FOUND', field: 'toRevision' },
    { input: { toRevision: -1 }, type: 'NotFound', code: 'NOT_FOUND', field: 'toRevision' },
    { input: { toRevision: 1, expectedRevision: 1 }, type: 'Stale', code: 'STALE_REVISION', field: 'expectedRevision' },
    { input: { toRevision: 1, message: 'x'.repeat(1_001) }, type: 'InvalidInput', code: 'MESSAGE_INVALID', field: 'message' },
  ])('a rollback of $input is refused as $code, and changes nothing', async ({ input, type, code, field }) => {
    const before = await control.store.state()
    expect(await rollback(input)).toMatchObject({ __typename: type, code, field })
    expect(await control.store.state()).toEqual(before)
  })

  const b = { key: 'b', name: 'b', baseUrl: 'b.example.com', weight: 1, enabled: true }

  it('a diff tells what leads from one revision to the other, and who published that', async () => {
    const author = 'admin-token'
    expect((await diff(1, 2)).data.diff).toEqual([
      { path: 'cdns.b', kind: 'ADDED', before: null, after: b, author },
      { path: 'settings.ratio', kind: 'CHANGED', before: 10, after: 4, author },
    ])
  })

  it('a diff goes backwards, too', async () => {
    const author = 'bootstrap'
    expect((await diff(2, 1)).data.diff).toEqual([
      { path: 'cdns.b', kind: 'REMOVED', before: b, after: null, author },
      { path: 'settings.ratio', kind: 'CHANGED', before: 4, after: 10, author },
    ])
  })

  it('a diff of a revision and itself is empty', async () => {
    expect((await diff(2, 2)).data.diff).toEqual([])
  })

  it.each([
    { from: 9, to: 1, argument: 'from', received: 9 },
    { from: 1, to: 0, argument: 'to', received: 0 },
    { from: 9, to: 9, argument: 'from', received: 9 },
  ])('a diff from $from to $to is NOT_FOUND', async ({ from, to, argument, received }) => {
    const message = `${argument}: received ${received}, allowed is an existing revision, of which 2 is the newest; look at the list of revisions`
    expect(await diff(from, to)).toMatchObject({ data: { diff: null }, errors: [{ message, extensions: { code: 'NOT_FOUND' } }] })
  })
})

it('lets a publisher roll back and no editor, who may ask for the difference', async () => {
  const result = async (role: 'editor' | 'publisher') => {
    const under = await openControl({ authenticate: everybodyIs(() => ({ name: 'ann', roles: [role], expiresAt: null })) })
    const difference = await under.graphql('{ diff(from: 1, to: 1) { path } }')
    const { data, errors } = await under.graphql('mutation { rollback(input: { toRevision: 1 }) { __typename } }')
    await under.close()
    return [difference.data, data, errors?.map(({ extensions }) => extensions.code)]
  }
  expect(await result('publisher')).toEqual([{ diff: [] }, { rollback: { __typename: 'RollbackSuccess' } }, undefined])
  expect(await result('editor')).toEqual([{ diff: [] }, null, ['FORBIDDEN']])
})
