import { isNonNullType } from 'graphql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { schema } from '../../src/control/graphql/schema.ts'
import type { Viewer } from '../../src/core/access/roles.ts'
import type { StorePresence } from '../../src/ports/store-presence.ts'
import { adminToken, everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'
import { minimalOperation } from '../support/minimal-operation.ts'

const reason = 'PostgreSQL at db:5432/sluice: ECONNREFUSED'
const told = `${reason}; nothing was changed and redirects go on, try again later`
const headers = { authorization: `Bearer ${adminToken}` }
const queries = Object.values(schema.getQueryType()?.getFields() ?? {})

let control: ControlUnderTest
let presence: StorePresence
let viewer: Viewer | undefined
beforeEach(async () => {
  presence = { awayBecause: undefined, ageMs: 200 }
  viewer = { name: 'ann', roles: ['admin'], expiresAt: null }
  control = await openControl({ storePresence: () => presence, authenticate: everybodyIs(() => viewer) })
})
afterEach(() => control.close())

/** What the node knows once its watcher has seen that the store is away. */
const isKnown = (ageMs: number | undefined): void => void (presence = { awayBecause: reason, ageMs })

describe('while the store is away', () => {
  it.each(queries.filter(({ type }) => isNonNullType(type)).map((field) => ({ name: field.name, field })))(
    '$name, which is never null, is answered by what the node knows',
    async ({ name, field }) => {
      isKnown(61_900)
      control.goAway(reason)
      const { data, errors, extensions } = await control.graphql(minimalOperation('query', field))
      expect([errors, extensions]).toEqual([undefined, { storeAgeSeconds: 61 }])
      expect(data[name]).toBeTruthy()
    },
  )

  it.each(queries.filter(({ type }) => !isNonNullType(type)).map((field) => ({ name: field.name, field })))(
    '$name is null with an error that names the store, and leaves the others standing',
    async ({ name, field }) => {
      control.goAway(reason)
      const isPage = String(field.type).endsWith('Connection') // of which __typename alone needs no store
      const operation = minimalOperation('query', field)
        .replace(/^query \{/, 'query { viewer { name }')
        .replace(/simulate\(input: \{ *\}\)/, 'simulate(input: { workingCopy: true })') // else of the live revision, which is known
        .replace('__typename', isPage ? 'pageInfo { hasNextPage }' : '__typename')
      const { data, errors } = await control.graphql(operation)
      expect(data).toEqual({ viewer: { name: 'ann' }, [name]: null })
      expect(errors).toMatchObject([{ message: told, path: [name], extensions: { code: 'STORE_UNAVAILABLE' } }])
    },
  )

  it('the live revision is told whole, with its configuration, though its canary is not known', async () => {
    isKnown(5_000)
    control.goAway(reason)
    const { data, errors } = await control.graphql('{ liveRevision { number config { cdns { key } } canary { state } } }')
    expect(data).toEqual({ liveRevision: { number: 1, config: { cdns: [{ key: 'default' }] }, canary: null } })
    expect(errors).toMatchObject([{ message: told, path: ['liveRevision', 'canary'] }])
  })

  it.each([
    { what: 'a whole number of seconds', ageMs: 7_900, storeAgeSeconds: 7 },
    { what: 'null, where no answer is known to count from', ageMs: undefined, storeAgeSeconds: null },
  ])('an answer without the store is marked by $what', async ({ ageMs, storeAgeSeconds }) => {
    isKnown(ageMs)
    expect((await control.graphql('{ workers { id } }')).extensions).toEqual({ storeAgeSeconds })
  })

  it('a store that hangs is not waited for where the node knows that it is away', async () => {
    isKnown(9_000)
    control.store.state = () => new Promise<never>(() => undefined)
    const { data } = await control.graphql('{ liveRevision { number } }')
    expect(data).toEqual({ liveRevision: { number: 1 } })
    expect((await control.app.inject({ url: '/config', headers })).headers['age']).toBe('9')
  })

  it('GET /config answers as before, with its age', async () => {
    const before = await control.app.inject({ url: '/config', headers })
    control.goAway(reason)
    const { statusCode, body, headers: answered } = await control.app.inject({ url: '/config', headers })
    expect([statusCode, body, answered['etag'], answered['age']]).toEqual([200, before.body, '"1"', '0'])
    expect(before.headers).not.toHaveProperty('age')
  })

  it('/health tells a caller with a token how it fails and how old the knowledge is, and nobody else', async () => {
    isKnown(61_900)
    control.goAway(reason)
    const { dependencies } = (await control.app.inject({ url: '/health', headers })).json<{ dependencies: object[] }>()
    expect(dependencies[0]).toMatchObject({ status: 'DOWN', message: expect.stringContaining(reason), ageSeconds: 61 })
    viewer = undefined
    expect((await control.app.inject({ url: '/health' })).json()).toEqual({ status: 'DEGRADED' })
  })

  it('a change is refused by name', async () => {
    control.goAway(reason)
    const mutation = 'mutation { publish(input: {}) { ... on StoreUnavailable { code message } } }'
    const { data } = await control.graphql(mutation)
    expect(data).toEqual({ publish: { code: 'STORE_UNAVAILABLE', message: told } })
    const put = await control.app.inject({ method: 'PUT', url: '/config', headers, payload: { ratio: 3 } })
    expect([put.statusCode, put.json()]).toEqual([503, { error: { code: 'STORE_UNAVAILABLE', message: told } }])
  })
})

describe('a store that answers', () => {
  it('is asked, so that what another node published is seen at once, and leaves no mark', async () => {
    await control.graphql('mutation { updateSettings(input: { ratio: 3 }) { __typename } }')
    await control.graphql('mutation { publish(input: {}) { __typename } }')
    const { data, extensions } = await control.graphql('{ liveRevision { number } }')
    expect([data, extensions]).toEqual([{ liveRevision: { number: 2 } }, undefined])
  })
})

describe('a field of a higher role', () => {
  const ask = (query: string) => control.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })

  it('is null for a viewer, and leaves the others standing, with 200', async () => {
    viewer = { name: 'ann', roles: ['viewer'], expiresAt: null }
    const answer = await ask('{ viewer { name } apiTokens { id } }')
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      {
        data: { viewer: { name: 'ann' }, apiTokens: null },
        errors: [{ path: ['apiTokens'], extensions: { code: 'FORBIDDEN' } }],
      },
    ])
  })

  it('is 403 where nothing else was asked for', async () => {
    viewer = { name: 'ann', roles: ['viewer'], expiresAt: null }
    expect((await ask('{ apiTokens { id } }')).statusCode).toBe(403)
  })
})
