import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminToken, everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'

// Revision 1 is live, and the node has 3 workers, which are not there.
let control: ControlUnderTest
beforeEach(async () => {
  control = await openControl()
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
})
afterEach(() => control.close())

async function publish(canary: object) {
  const { data, errors } = await control.graphql<{ publish: Record<string, unknown> }>(
    `mutation($canary: CanaryInput!) { publish(input: { message: "try", canary: $canary }) {
      ... on PublishSuccess { revision { number canary { revision node workers seconds maxRefusedRatio onTooFewRequests startedAt state reason endedAt } } }
      ... on UserError { __typename code field }
    } }`,
    { canary },
  )
  return data?.publish ?? errors?.[0]?.extensions.code
}

const endCanary = async (input: object) =>
  (
    await control.graphql<{ endCanary: unknown }>(
      `mutation($input: EndCanaryInput!) { endCanary(input: $input) {
        ... on EndCanarySuccess { canary { state reason } revision { number canary { state } } }
        ... on UserError { __typename code field }
      } }`,
      { input },
    )
  ).data.endCanary

const running = {
  revision: 2,
  node: 'node-a:8000',
  workers: 2,
  seconds: 60,
  maxRefusedRatio: 0.1,
  onTooFewRequests: 'TAKE_BACK',
  startedAt: '2026-01-01T00:00:00.000Z',
  state: 'RUNNING',
  reason: null,
  endedAt: null,
}

it('is told with its revision, by the query, and of no other revision; live and on disk is what was', async () => {
  expect((await control.graphql('{ canary { revision } }')).data).toEqual({ canary: null })
  expect(await publish({ percent: 50, seconds: 60, maxRefusedRatio: 0.1 })).toEqual({ revision: { number: 2, canary: running } })
  const { data } = await control.graphql(`{
    canary { revision node workers seconds maxRefusedRatio onTooFewRequests startedAt state reason endedAt }
    liveRevision { number canary { state } }
    revisions { edges { node { number canary { state } } } }
    pendingChanges { path after }
    auditLog(first: 1) { edges { node { action target revision } } }
  }`)
  expect(data).toEqual({
    canary: running,
    liveRevision: { number: 1, canary: null },
    revisions: { edges: [{ node: { number: 2, canary: { state: 'RUNNING' } } }, { node: { number: 1, canary: null } }] },
    pendingChanges: [{ path: 'settings.ratio', after: 4 }],
    auditLog: { edges: [{ node: { action: 'publish', target: 'revisions.2', revision: 2 } }] },
  })
  expect(control.written.map(({ number }) => number)).toEqual([1])
})

it('is promoted without enough requests only where the publisher asks for it, which the audit trail tells', async () => {
  const canary = { ...running, onTooFewRequests: 'PROMOTE' }
  const asked = { percent: 50, seconds: 60, maxRefusedRatio: 0.1, onTooFewRequests: 'PROMOTE' }
  expect(await publish(asked)).toEqual({ revision: { number: 2, canary } })
  const { data } = await control.graphql('{ auditLog(first: 1) { edges { node { after } } } }')
  expect(data).toMatchObject({ auditLog: { edges: [{ node: { after: { onTooFewRequests: 'PROMOTED' } } }] } })
})

it('is not begun where nothing is pending', async () => {
  await control.graphql('mutation { discardChanges { __typename } }')
  expect(await publish({ workers: 1, seconds: 60 })).toEqual({ revision: { number: 1, canary: null } })
})

it.each([
  { canary: { seconds: 60 }, field: 'canary.percent' },
  { canary: { workers: 1, percent: 1, seconds: 60 }, field: 'canary.percent' },
  { canary: { workers: 0, seconds: 60 }, field: 'canary.workers' },
  { canary: { percent: 101, seconds: 60 }, field: 'canary.percent' },
  { canary: { workers: 1, seconds: 3_601 }, field: 'canary.seconds' },
  { canary: { workers: 1, seconds: 1, maxRefusedRatio: 1.5 }, field: 'canary.maxRefusedRatio' },
])('is refused with $canary, and nothing changes', async ({ canary, field }) => {
  expect(await publish(canary)).toEqual({ __typename: 'InvalidInput', code: 'CANARY_INVALID', field })
  expect((await control.graphql('{ canary { revision } revisions { totalCount } }')).data).toEqual({
    canary: null,
    revisions: { totalCount: 1 },
  })
})

it('has to say how long', async () => {
  expect(await publish({ workers: 1 })).toBe('BAD_USER_INPUT')
})

describe('while it runs', () => {
  beforeEach(() => publish({ workers: 1, seconds: 60 }))
  const code = 'CANARY_RUNNING'

  it.each([
    { method: 'PUT', payload: { ratio: 9 } },
    { method: 'PUT', payload: {} },
    { method: 'POST', payload: { cdn_host: 'new.example.com' } },
  ] as const)('$method /config with $payload is 409', async ({ method, payload }) => {
    const headers = { authorization: `Bearer ${adminToken}` }
    const answer = await control.app.inject({ method, url: '/config', headers, payload })
    expect([answer.statusCode, answer.json()]).toMatchObject([
      409,
      { error: { code, message: expect.stringContaining('endCanary') } },
    ])
  })

  it('publish and applyConfig are refused, tried out or not, and rollback to it', async () => {
    const { data } = await control.graphql(`mutation {
      publish(input: {}) { ...on UserError { code } }
      applyConfig(input: { config: { cdns: [], originClusters: [{ key: "a", hostSuffix: "a" }], settings: {} } }) { ...on UserError { code } }
      dryRun: applyConfig(input: { dryRun: true, config: { cdns: [], originClusters: [{ key: "a", hostSuffix: "a" }], settings: {} } }) {
        ...on UserError { code }
      }
      rollback(input: { toRevision: 2 }) { ...on UserError { code } }
    }`)
    expect(data).toEqual({ publish: { code }, applyConfig: { code }, dryRun: { code }, rollback: { code } })
    expect(await publish({ workers: 1, seconds: 60 })).toMatchObject({ code })
  })

  it('edits go on', async () => {
    const { data } = await control.graphql('mutation { updateSettings(input: { ratio: 5 }) { __typename } }')
    expect(data).toEqual({ updateSettings: { __typename: 'UpdateSettingsSuccess' } })
  })
})

describe('it is ended', () => {
  beforeEach(() => publish({ workers: 1, seconds: 60 }))

  it('and live: on disk, announced, recorded', async () => {
    const live = control.feed.revisions.subscribe()
    expect(await endCanary({ revision: 2, outcome: 'PROMOTE' })).toEqual({
      canary: { state: 'PROMOTED', reason: 'ended by admin-token' },
      revision: { number: 2, canary: { state: 'PROMOTED' } },
    })
    expect(control.written.map(({ number }) => number)).toEqual([1, 2])
    for (let number = 0; number !== 2;) number = (await live.next()).value?.number ?? 2
    const { data } = await control.graphql(
      '{ liveRevision { number } pendingChanges { path } auditLog(first: 1) { edges { node { actor action target revision after } } } }',
    )
    const after = { canary: 'PROMOTED', live: 2, reason: 'ended by admin-token' }
    const node = { actor: 'admin-token', action: 'endCanary', target: 'revisions.2', revision: 2, after }
    expect(data).toEqual({ liveRevision: { number: 2 }, pendingChanges: [], auditLog: { edges: [{ node }] } })
  })

  it('and taken back: nothing is written, what was to be published is pending', async () => {
    expect(await endCanary({ revision: 2, outcome: 'TAKE_BACK', message: 'not today' })).toEqual({
      canary: { state: 'TAKEN_BACK', reason: 'not today' },
      revision: { number: 1, canary: null },
    })
    expect(control.written.map(({ number }) => number)).toEqual([1])
    expect((await control.graphql('{ pendingChanges { path } }')).data).toEqual({ pendingChanges: [{ path: 'settings.ratio' }] })
    const { data } = await control.graphql(
      'mutation { publish(input: {}) { ... on PublishSuccess { revision { number parent } } } }',
    )
    expect(data).toEqual({ publish: { revision: { number: 3, parent: 1 } } })
  })

  it.each([
    { input: { revision: 1, outcome: 'PROMOTE' }, code: 'CANARY_NOT_RUNNING', field: 'revision' },
    { input: { revision: 3, outcome: 'TAKE_BACK' }, code: 'CANARY_NOT_RUNNING', field: 'revision' },
    { input: { revision: 2, outcome: 'TAKE_BACK', message: 'a\u0001' }, code: 'MESSAGE_INVALID', field: 'message' },
  ])('not by $input', async ({ input, code, field }) => {
    expect(await endCanary(input)).toEqual({ __typename: 'InvalidInput', code, field })
    expect((await control.graphql('{ canary { state } }')).data).toEqual({ canary: { state: 'RUNNING' } })
  })

  it('once', async () => {
    await endCanary({ revision: 2, outcome: 'TAKE_BACK' })
    expect(await endCanary({ revision: 2, outcome: 'PROMOTE' })).toMatchObject({ code: 'CANARY_NOT_RUNNING' })
  })
})

it('is begun and ended by a publisher and by no editor', async () => {
  const codesOf = async (role: 'editor' | 'publisher') => {
    const viewer = { name: 'ann', roles: [role], expiresAt: null } as const
    const other = await openControl({ authenticate: everybodyIs(() => viewer) })
    const { errors = [] } = await other.graphql(`mutation {
      endCanary(input: { revision: 2, outcome: PROMOTE }) { __typename }
      publish(input: { canary: { workers: 1, seconds: 1 } }) { __typename }
    }`)
    await other.close()
    return errors.map(({ extensions }) => extensions.code)
  }
  expect(await codesOf('editor')).toContain('FORBIDDEN')
  expect(await codesOf('publisher')).toEqual([])
})
