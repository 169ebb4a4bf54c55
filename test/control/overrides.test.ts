import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Authenticate } from '../../src/control/access/authenticate.ts'
import type { HealthReport } from '../../src/control/health/health.ts'
import type { Role } from '../../src/core/access/roles.ts'
import { adminToken, idleFleet, openControl, type ControlUnderTest } from '../support/control.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { openInMemoryOverrideFile, type InMemoryOverrideFile } from '../support/override-file.ts'

let control: ControlUnderTest
let clock: FixedClock
let file: InMemoryOverrideFile
beforeEach(async () => {
  clock = fixedClock()
  file = openInMemoryOverrideFile()
  control = await openControl({ clock, overrideFile: file })
})
afterEach(() => control.close())

const fields = 'kind target value reason until by at inEffect'
const set = (input: string, under = control) =>
  under.graphql<{ setOverride: Record<string, unknown> }>(`mutation { setOverride(input: { ${input} }) {
    __typename ... on SetOverrideSuccess { isFollowed override { ${fields} } } ... on UserError { code field message } } }`)
const down = 'kind: ADMIN_STATE, target: "default", value: DOWN, reason: "it burns"'
const isDown = {
  kind: 'ADMIN_STATE',
  target: 'default',
  value: 'DOWN',
  reason: 'it burns',
  until: null,
  by: 'admin-token',
  at: '2026-01-01T00:00:00.000Z',
  inEffect: true,
}
const everywhere = `{
  overrides { ${fields} }
  workingCopy { config { cdns { overrides { kind } } settings { overrides { kind } } } }
  liveRevision { config { cdns { overrides { kind } } settings { overrides { kind } } } }
}`

it('answers with what holds, which is on disk by then', async () => {
  expect(await set(down)).toEqual({
    data: { setOverride: { __typename: 'SetOverrideSuccess', isFollowed: true, override: isDown } },
  })
  expect(file.present).toMatchObject({ version: 1, overrides: [{ kind: 'ADMIN_STATE', target: 'default', value: 'DOWN' }] })
})

it('is shown wherever what it changes is shown', async () => {
  await set(down)
  await set('kind: RATIO, value: 3, reason: "less"')
  await set('kind: ALL_TO_CDN, target: "default", reason: "all"')
  const config = {
    config: {
      cdns: [{ overrides: [{ kind: 'ADMIN_STATE' }, { kind: 'ALL_TO_CDN' }] }],
      settings: { overrides: [{ kind: 'ALL_TO_CDN' }, { kind: 'RATIO' }] },
    },
  }
  expect((await control.graphql(everywhere)).data).toMatchObject({
    overrides: [isDown, { kind: 'ALL_TO_CDN' }, { kind: 'RATIO', target: null, value: 3 }],
    workingCopy: config,
    liveRevision: config,
  })
})

it('is not shown in an earlier revision, and changes no hash', async () => {
  await set(down)
  const { data } = await control.graphql<{ publish: { revision: { number: number } } }>(
    'mutation { updateSettings(input: { ratio: 3 }) { __typename } publish(input: {}) { ... on PublishSuccess { revision { number } } } }',
  )
  expect(data.publish.revision.number).toBe(2)
  const former = (
    await control.graphql(
      '{ revision(number: 1) { sha256 config { cdns { key overrides { kind } } settings { overrides { kind } } } } }',
    )
  ).data
  expect(former).toMatchObject({
    revision: { config: { cdns: [{ key: 'default', overrides: [] }], settings: { overrides: [] } } },
  })
  await control.graphql('mutation { rollback(input: { toRevision: 1 }) { __typename } }')
  const again = (await control.graphql('{ liveRevision { number sha256 config { cdns { overrides { kind } } } } }')).data
  expect(again).toMatchObject({
    liveRevision: {
      number: 3,
      sha256: (former['revision'] as { sha256: string }).sha256,
      config: { cdns: [{ overrides: [{}] }] },
    },
  })
})

it('is shown as without effect once the live revision does not have its CDN', async () => {
  await control.graphql(
    'mutation { upsertCdn(input: { key: "b", baseUrl: "b" }) { __typename } publish(input: {}) { __typename } }',
  )
  await set('kind: WEIGHT, target: "b", value: 3, reason: "x"')
  await control.graphql('mutation { deleteCdn(key: "b") { __typename } publish(input: {}) { __typename } }')
  expect((await control.graphql('{ overrides { target inEffect } }')).data).toEqual({
    overrides: [{ target: 'b', inEffect: false }],
  })
})

it('is lifted by AUTO, and by liftOverride, which says what still holds', async () => {
  await set(down)
  expect((await set('kind: ADMIN_STATE, target: "default", value: "AUTO", reason: "back"')).data.setOverride).toMatchObject({
    override: null,
  })
  await set(down)
  await set('kind: ALL_TO_ORIGIN, reason: "x"')
  const lift =
    'mutation { liftOverride(kind: ALL_TO_ORIGIN, reason: "back") { ... on LiftOverrideSuccess { isFollowed overrides { kind } } ... on UserError { code } } }'
  expect((await control.graphql(lift)).data).toEqual({ liftOverride: { isFollowed: true, overrides: [{ kind: 'ADMIN_STATE' }] } })
  expect((await control.graphql(lift)).data).toEqual({ liftOverride: { code: 'NOT_FOUND' } })
})

describe('is refused, and changes nothing,', () => {
  it.each([
    { input: 'kind: ADMIN_STATE, target: "default", value: UPSIDE, reason: "x"', code: 'OVERRIDE_VALUE_INVALID', field: 'value' },
    { input: 'kind: WEIGHT, target: "default", value: null, reason: "x"', code: 'OVERRIDE_VALUE_INVALID', field: 'value' },
    { input: 'kind: RATIO, target: "default", value: 1, reason: "x"', code: 'OVERRIDE_TARGET_INVALID', field: 'target' },
    { input: 'kind: ALL_TO_CDN, reason: "x"', code: 'OVERRIDE_TARGET_INVALID', field: 'target' },
    { input: 'kind: ALL_TO_CDN, target: "nobody", reason: "x"', code: 'UNKNOWN_REFERENCE', field: 'target' },
    { input: 'kind: ALL_TO_ORIGIN, reason: ""', code: 'REASON_INVALID', field: 'reason' },
    { input: 'kind: ALL_TO_ORIGIN, reason: "x", until: "2025-01-01T00:00:00Z"', code: 'UNTIL_INVALID', field: 'until' },
    { input: 'kind: ALL_TO_ORIGIN, reason: "x", forSeconds: 0', code: 'UNTIL_INVALID', field: 'forSeconds' },
  ])('with $code for $input', async ({ input, code, field }) => {
    expect((await set(input)).data.setOverride).toMatchObject({ __typename: 'InvalidInput', code, field })
    expect([file.present, (await control.graphql('{ overrides { kind } }')).data]).toEqual([undefined, { overrides: [] }])
  })

  it.each<{ readonly role: Role; readonly may: boolean }>([
    { role: 'viewer', may: false },
    { role: 'operator', may: true },
  ])('unless the role is operator ($role: $may)', async ({ role, may }) => {
    const authenticate: Authenticate = async () => ({ kind: 'KNOWN', viewer: { name: 'ann', roles: [role], expiresAt: null } })
    const under = await openControl({ authenticate })
    const codes = [
      (await set(down, under)).errors?.[0]?.extensions.code,
      (await under.graphql('mutation { liftOverride(kind: RATIO) { ... on UserError { code } } }')).errors?.[0]?.extensions.code,
    ]
    expect(codes).toEqual(may ? [undefined, undefined] : ['FORBIDDEN', 'FORBIDDEN'])
    await under.close()
  })
})

it('says that it holds but is not durable when the disk is full, and makes it so when it is sent again', async () => {
  file.diskIsFull = true
  expect((await set(down)).data.setOverride).toMatchObject({
    __typename: 'NotDurable',
    message: expect.stringMatching(/^the override holds but could not be made durable; /),
  })
  file.diskIsFull = false
  expect((await set(down)).data.setOverride).toMatchObject({ __typename: 'SetOverrideSuccess' })
  expect(file.present).toMatchObject({ version: 1 })
})

it('says where the workers did not follow within a second', async () => {
  const under = await openControl({ fleet: { ...idleFleet, awaitConvergence: async () => false } })
  expect((await set(down, under)).data.setOverride).toMatchObject({ isFollowed: false, override: { value: 'DOWN' } })
  await under.close()
})

it('is over at its end, everywhere', async () => {
  await set(`${down}, until: "2026-01-01T00:01:00Z"`)
  await clock.advance(59_999)
  expect((await control.graphql('{ overrides { until } }')).data).toEqual({ overrides: [{ until: '2026-01-01T00:01:00.000Z' }] })
  await clock.advance(1)
  expect((await control.graphql(everywhere)).data).toMatchObject({
    overrides: [],
    workingCopy: { config: { cdns: [{ overrides: [] }] } },
  })
})

it('stands in the report of /health for whoever has a token, and is nothing that is wrong while a CDN is left', async () => {
  const ask = (headers: Record<string, string>) => control.app.inject({ url: '/health', headers })
  await set('kind: WEIGHT, target: "default", value: 3, reason: "more"')
  expect((await ask({})).json()).toEqual({ status: 'OK' })
  const report = (await ask({ authorization: `Bearer ${adminToken}` })).json<HealthReport>()
  expect(report).toMatchObject({ status: 'OK', overrides: [{ kind: 'WEIGHT', value: 3 }] })
  expect(report.dependencies).toContainEqual({ name: 'cdns', status: 'OK', latencyMs: null, message: '1 in use' })
  await set(down)
  expect((await ask({})).json()).toEqual({ status: 'DEGRADED' })
})

describe('where it leaves no CDN', () => {
  const told = '__typename ... on SetOverrideSuccess { override { value } warnings { severity code path message } }'
  const ask = (input: string) => control.graphql(`mutation { setOverride(input: { ${input} }) { ${told} } }`)
  const warning = {
    severity: 'WARNING',
    code: 'NO_CDN_LEFT',
    path: 'cdns',
    message: 'everything goes to the origin: now 100 %, before 10 %',
  }

  it.each(['kind: ALL_TO_ORIGIN', 'kind: RATIO, value: 1', 'kind: ADMIN_STATE, target: "default", value: DRAIN'])(
    'the answer warns: %s',
    async (input) => {
      expect((await ask(`${input}, reason: "x"`)).data).toMatchObject({ setOverride: { warnings: [warning] } })
    },
  )

  it('lifting one warns, too', async () => {
    await control.graphql(
      'mutation { upsertCdn(input: { key: "default", enabled: false }) { __typename } publish(input: {}) { __typename } }',
    )
    expect((await ask('kind: ADMIN_STATE, target: "default", value: UP, reason: "x"')).data).toMatchObject({
      setOverride: { warnings: [] },
    })
    const lift =
      'mutation { liftOverride(kind: ADMIN_STATE, target: "default") { ... on LiftOverrideSuccess { overrides { kind } warnings { code message } } } }'
    expect((await control.graphql(lift)).data).toEqual({
      liftOverride: { overrides: [], warnings: [{ code: warning.code, message: warning.message }] },
    })
  })

  it('a dry run warns, changes nothing and leaves no audit event', async () => {
    const dry = await ask(`${down}, dryRun: true`)
    expect(dry.data).toMatchObject({ setOverride: { override: { value: 'DOWN' }, warnings: [warning] } })
    expect((await ask('kind: RATIO, value: 1, reason: "", dryRun: true')).data).toMatchObject({
      setOverride: { __typename: 'InvalidInput' },
    })
    const lift = 'mutation { liftOverride(kind: RATIO, dryRun: true) { ... on UserError { code } } }'
    expect((await control.graphql(lift)).data).toEqual({ liftOverride: { code: 'NOT_FOUND' } })
    const { data } = await control.graphql('{ overrides { kind } auditLog(first: 5) { edges { node { action } } } }')
    expect(data).toEqual({ overrides: [], auditLog: { edges: [{ node: { action: 'bootstrap' } }] } })
    expect(file.present).toBeUndefined()
  })

  it('validate and publish warn of it, and a publish may be refused for it', async () => {
    const withTwo = 'upsertCdn(input: { key: "b", baseUrl: "b" }) { __typename }'
    await control.graphql(`mutation { ${withTwo} publish(input: {}) { __typename } }`)
    await ask(down)
    await control.graphql('mutation { deleteCdn(key: "b") { __typename } }')
    const message = 'everything goes to the origin under the overrides (DOWN of "default", set by admin-token: "it burns")'
    expect((await control.graphql('mutation { validate { valid issues { code message } } }')).data).toEqual({
      validate: { valid: true, issues: [{ code: 'NO_CDN_LEFT', message }] },
    })
    const publish = (acknowledge: boolean) =>
      control.graphql(`mutation { publish(input: { acknowledgeWarnings: ${acknowledge} }) {
        ... on UserError { code } ... on PublishSuccess { warnings { code message } } } }`)
    expect((await publish(false)).data).toEqual({ publish: { code: 'WARNINGS_NOT_ACKNOWLEDGED' } })
    expect((await publish(true)).data).toEqual({ publish: { warnings: [{ code: 'NO_CDN_LEFT', message }] } })
  })

  it('/health is DEGRADED and names who took the last one, until one is back', async () => {
    const cdns = async () => {
      const answer = await control.app.inject({ url: '/health', headers: { authorization: `Bearer ${adminToken}` } })
      return answer.json<HealthReport>().dependencies.find(({ name }) => name === 'cdns')
    }
    await set(down)
    expect(await cdns()).toEqual({
      name: 'cdns',
      status: 'DEGRADED',
      latencyMs: null,
      message:
        'everything goes to the origin under the overrides (DOWN of "default", set by admin-token: "it burns"); lift one of them, or publish a CDN',
    })
    await set('kind: ADMIN_STATE, target: "default", value: UP, reason: "back"')
    expect(await cdns()).toMatchObject({ status: 'OK' })
    // What a publisher decided is no fault.
    await control.graphql('mutation { deleteCdn(key: "default") { __typename } publish(input: {}) { __typename } }')
    expect(await cdns()).toMatchObject({ status: 'OK', message: 'revision 2 sends everything to the origin' })
  })
})

it('tells the one that it replaces, with its author, reason and end', async () => {
  const ask = async (input: string) =>
    (
      await control.graphql(
        `mutation { setOverride(input: { ${input} }) { ... on SetOverrideSuccess { replaced { kind value reason by at until } } } }`,
      )
    ).data
  const first = 'kind: RATIO, value: 3, reason: "less", until: "2026-01-01T01:00:00Z"'
  const replaced = {
    kind: 'RATIO',
    value: 3,
    reason: 'less',
    by: 'admin-token',
    at: '2026-01-01T00:00:00.000Z',
    until: '2026-01-01T01:00:00.000Z',
  }
  expect(await ask(first)).toEqual({ setOverride: { replaced: null } })
  expect(await ask(first)).toEqual({ setOverride: { replaced: null } })
  expect(await ask('kind: RATIO, value: 4, reason: "more", dryRun: true')).toEqual({ setOverride: { replaced } })
  expect(await ask('kind: RATIO, value: 4, reason: "more"')).toEqual({ setOverride: { replaced } })
  await clock.advance(1)
  await set('kind: ALL_TO_ORIGIN, reason: "burns", forSeconds: 1')
  await clock.advance(2_000)
  expect(await ask('kind: ALL_TO_CDN, target: "default", reason: "x"')).toEqual({ setOverride: { replaced: null } })
})
