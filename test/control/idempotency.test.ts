import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'

let control: ControlUnderTest
beforeEach(async () => {
  control = await openControl()
})
afterEach(() => control.close())

const set = (ratio: number) => control.graphql(`mutation { updateSettings(input: { ratio: ${ratio} }) { __typename } }`)
const lastNumber = async (): Promise<number> => (await control.store.state()).lastNumber

function put(payload: object, key: string, more: Readonly<Record<string, string>> = {}) {
  const headers = { authorization: `Bearer ${adminToken}`, 'idempotency-key': key, ...more }
  return control.app.inject({ url: '/config', method: 'PUT', headers, payload })
}

describe('sent again with its idempotency key', () => {
  it('publish makes no second revision, and is told the first one with its changes', async () => {
    const publish = `mutation { it: publish(input: { message: "once", expectedRevision: 1, idempotencyKey: "k" }) {
      ... on PublishSuccess { revision { number message } changes { path before after author } }
      ... on UserError { code message }
    } }`
    await set(3)
    const first = await control.graphql(publish)
    await set(4)
    expect(await control.graphql(publish)).toEqual(first)
    expect(first.data).toEqual({
      it: {
        revision: { number: 2, message: 'once' },
        changes: [{ path: 'settings.ratio', before: 10, after: 3, author: 'admin-token' }],
      },
    })
    expect(await control.store.state()).toMatchObject({ lastNumber: 2, workingCopy: { settings: { ratio: 4 } } })
  })

  it('applyConfig makes no second revision, and is told the first one with its changes', async () => {
    const apply = `mutation { it: applyConfig(input: { idempotencyKey: "k", config: {
        cdns: [], originClusters: [{ key: "o", hostSuffix: "o.example" }], settings: { ratio: 3 }
      } }) {
      ... on ApplyConfigSuccess { revision { number } changes { path } warnings { code } }
      ... on UserError { code message }
    } }`
    const first = await control.graphql<{ it: object }>(apply)
    await put({ ratio: 9 }, 'other')
    expect(await control.graphql(apply)).toEqual(first)
    expect(first.data.it).toMatchObject({ revision: { number: 2 } })
    expect(await lastNumber()).toBe(3)
  })

  it('rollback goes back once', async () => {
    const rollback = `mutation { it: rollback(input: { toRevision: 1, idempotencyKey: "k" }) {
      ... on RollbackSuccess { revision { number rollbackOf } }
      ... on UserError { code message }
    } }`
    await put({ ratio: 3 }, 'a')
    const first = await control.graphql(rollback)
    await put({ ratio: 4 }, 'b')
    expect(await control.graphql(rollback)).toEqual(first)
    expect(first.data).toEqual({ it: { revision: { number: 3, rollbackOf: 1 } } })
    expect(await lastNumber()).toBe(4)
  })

  it('setOverride sets nothing anew', async () => {
    const mutation = (key: string, value: number): string => `mutation { it: setOverride(input: {
        kind: RATIO, value: ${value}, reason: "r", until: "2026-01-02T00:00:00Z", idempotencyKey: "${key}"
      }) {
      ... on SetOverrideSuccess { override { value } }
      ... on UserError { code message }
    } }`
    expect((await control.graphql(mutation('k', 3))).data).toEqual({ it: { override: { value: 3 } } })
    await control.graphql(mutation('other', 4))
    expect((await control.graphql(mutation('k', 3))).data).toEqual({ it: { override: { value: 4 } } })
  })

  it('PUT /config publishes once, and has the answer of the first one, ETag and all', async () => {
    const first = await put({ ratio: 3 }, 'k', { 'if-match': '"1"' })
    await put({ ratio: 4 }, 'other')
    const again = await put({ ratio: 3 }, 'k', { 'if-match': '"1"' })
    expect([again.statusCode, again.json(), again.headers['etag']]).toEqual([200, first.json(), '"2"'])
    expect(first.json()).toMatchObject({ ratio: 3, revision: 2 })
    expect(await lastNumber()).toBe(3)
  })

  it('a publish has what is live written to disk again, as its first attempt may not have come to that', async () => {
    await put({ ratio: 3 }, 'k')
    const before = control.written.length
    expect((await put({ ratio: 3 }, 'k')).statusCode).toBe(200)
    expect(control.written.slice(before).map(({ number }) => number)).toEqual([2])
  })
})

describe('an idempotency key', () => {
  it('that came with another request is 422 IDEMPOTENCY_KEY_REUSED, and InvalidInput', async () => {
    await put({ ratio: 3 }, 'k')
    const other = await put({ ratio: 4 }, 'k')
    expect([other.statusCode, other.json()]).toMatchObject([
      422,
      { error: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'Idempotency-Key' } },
    ])
    const publish = 'mutation { publish(input: { idempotencyKey: "k" }) { __typename ... on UserError { code field } } }'
    expect((await control.graphql(publish)).data).toEqual({
      publish: { __typename: 'InvalidInput', code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' },
    })
    expect(await lastNumber()).toBe(2)
  })

  it('that is none is refused before anything is changed', async () => {
    const refused = await put({ ratio: 3 }, 'a b')
    expect([refused.statusCode, refused.json()]).toMatchObject([
      400,
      { error: { code: 'IDEMPOTENCY_KEY_INVALID', field: 'Idempotency-Key' } },
    ])
    const publish = 'mutation { publish(input: { idempotencyKey: "" }) { ... on UserError { code } } }'
    expect((await control.graphql(publish)).data).toEqual({ publish: { code: 'IDEMPOTENCY_KEY_INVALID' } })
    expect(await lastNumber()).toBe(1)
  })
})
