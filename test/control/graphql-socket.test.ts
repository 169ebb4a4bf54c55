import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, everybodyIs, openControl, type ControlUnderTest } from '../support/control.ts'
import { until } from '../support/until.ts'
import { openGraphqlClient, openSocket } from '../support/web-socket.ts'

let control: ControlUnderTest
let url: string
beforeAll(async () => {
  control = await openControl({ clock: systemClock })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => control.close())

const init = { type: 'connection_init', payload: { Authorization: `Bearer ${adminToken}` } }

it('answers queries, mutations and subscriptions as over HTTP', async () => {
  const client = openGraphqlClient(url, adminToken)
  const published = client.iterate<{ configPublished: { number: number } }>({
    query: 'subscription { configPublished { number } }',
  })
  expect((await published.next()).value).toEqual({ data: { configPublished: { number: 1 } } })
  const edit = client.iterate({
    query: 'mutation($input: SettingsInput!) { updateSettings(input: $input) { __typename } publish(input: {}) { __typename } }',
    variables: { input: { ratio: 4 } },
  })
  expect((await edit.next()).value).toEqual({
    data: { updateSettings: { __typename: 'UpdateSettingsSuccess' }, publish: { __typename: 'PublishSuccess' } },
  })
  expect((await published.next()).value).toEqual({ data: { configPublished: { number: 2 } } })
  await published.return?.()
  await until('the subscription is forgotten', 1_000, () => control.feed.revisions.subscribers() === 0)
  await client.dispose()
})

it('reads no more pings of a client that reads no answers, and goes on when it does', async () => {
  const { socket, received } = await openSocket(url, [init])
  await until('it is acknowledged', 1_000, () => received.length === 1)
  socket.pause()
  const ping = JSON.stringify({ type: 'ping', payload: { filling: 'x'.repeat(250_000) } })
  for (let sent = 0; sent < 200; sent += 1) socket.send(ping)
  let [left, sameFor] = [0, 0]
  await until('nothing more is taken', 5_000, () => {
    sameFor = socket.bufferedAmount === left ? sameFor + 1 : 0
    left = socket.bufferedAmount
    return sameFor === 25
  })
  expect(left).toBeGreaterThan(10_000_000)
  socket.resume()
  await until('all are answered', 5_000, () => received.length === 201)
  socket.terminate()
})

it('tells errors with their code', async () => {
  const { socket, received } = await openSocket(url, [init])
  await until('it is acknowledged', 1_000, () => received.length === 1)
  for (const [id, query] of ['{ nothing }', '{', '{ revisions(first: 101) { totalCount } }'].entries()) {
    socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload: { query } }))
  }
  await until('all answers', 2_000, () => received.length >= 4)
  const codes = received.flatMap(({ type, payload }) => {
    const errors = type === 'error' ? payload : type === 'next' ? (payload as { errors?: unknown }).errors : undefined
    return (errors as { extensions: { code: string } }[] | undefined)?.map(({ extensions }) => extensions.code) ?? []
  })
  expect(codes.toSorted()).toEqual(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'PAGE_SIZE_INVALID'])
  socket.terminate()
})

describe('a connection', () => {
  it.each([
    { what: 'without a token', payload: undefined, says: 'has no token; send {"Authorization": "Bearer TOKEN"}' },
    { what: 'with a wrong token', payload: { Authorization: 'Bearer wrong' }, says: 'is not valid, has expired or was revoked' },
    { what: 'with a token that is no text', payload: { Authorization: ['Bearer', adminToken] }, says: 'is not valid' },
    { what: 'with two tokens', payload: { ...init.payload, authorization: 'Bearer wrong' }, says: 'more than one token' },
    { what: 'with the token under another name', payload: { token: adminToken }, says: 'has no token' },
  ])('$what is closed with 4403, and told why', async ({ payload, says }) => {
    const { closed, reason } = await openSocket(url, [{ type: 'connection_init', payload }])
    expect(await closed).toBe(4403)
    expect(await reason).toContain(says)
  })

  it.each(['authorization', 'AUTHORIZATION'])('may write the name of its token as %s', async (name) => {
    const { socket, received } = await openSocket(url, [{ type: 'connection_init', payload: { [name]: `Bearer ${adminToken}` } }])
    await until('it is answered', 1_000, () => received.length > 0)
    expect(received[0]?.type).toBe('connection_ack')
    socket.terminate()
  })

  it('that sends no connection_init within 3 s is closed with 4408', async () => {
    expect(await (await openSocket(url)).closed).toBe(4408)
  })

  it('that subscribes before connection_init is closed with 4401', async () => {
    const { closed } = await openSocket(url, [{ type: 'subscribe', id: '1', payload: { query: '{ viewer { name } }' } }])
    expect(await closed).toBe(4401)
  })

  it('that sends a message over 256 KiB is closed with 1009', async () => {
    const { closed } = await openSocket(url, [
      init,
      { type: 'subscribe', id: '1', payload: { query: `{ viewer { name } } # ${'x'.repeat(262_144)}` } },
    ])
    expect(await closed).toBe(1009)
  })

  it.each([
    { origin: 'https://evil.example.com', status: 403 },
    { origin: 'null', status: 403 },
    { protocol: 'graphql-ws', status: 400 },
  ])('with %o is refused', async ({ status, ...options }) => {
    await expect(openSocket(url, [], options)).rejects.toThrow(`refused with ${status}`)
  })

  it('from a page of this host is welcome', async () => {
    const { socket, received } = await openSocket(url, [init], { origin: url })
    await until('it is acknowledged', 1_000, () => received.length === 1)
    expect(received[0]).toMatchObject({ type: 'connection_ack' })
    socket.terminate()
  })

  it('has at most 100 subscriptions', async () => {
    const { socket, received } = await openSocket(url, [init])
    const subscribe = (id: number) =>
      socket.send(
        JSON.stringify({ type: 'subscribe', id: String(id), payload: { query: 'subscription { workersChanged { id } }' } }),
      )
    await until('it is acknowledged', 1_000, () => received.length === 1)
    for (let id = 1; id <= 101; id += 1) subscribe(id)
    await until('the refusal', 2_000, () => received.some(({ type }) => type === 'error'))
    expect(received.filter(({ type }) => type === 'error')).toEqual([
      {
        type: 'error',
        id: '101',
        payload: [{ message: expect.stringContaining('100'), extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
      },
    ])
    expect(control.feed.workers.subscribers()).toBe(100)
    socket.terminate()
    await until('all are forgotten', 1_000, () => control.feed.workers.subscribers() === 0)
  })
})

it('closes a connection with 4403 when its token expires', async () => {
  const expiresAt = new Date(Date.now() + 300).toISOString()
  const authenticate = everybodyIs(() => ({ name: 'ann', roles: ['viewer'], expiresAt }))
  const expiring = await openControl({ clock: systemClock, authenticate })
  const { closed } = await openSocket(await expiring.app.listen({ port: 0, host: '127.0.0.1' }), [init])
  expect(await closed).toBe(4403)
  await expiring.close()
})

it('completes subscriptions and closes connections with 1001 when the server stops', async () => {
  const stopping = await openControl({ clock: systemClock })
  const { socket, received, closed } = await openSocket(await stopping.app.listen({ port: 0, host: '127.0.0.1' }), [init])
  await until('it is acknowledged', 1_000, () => received.length === 1)
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: 'subscription { configPublished { number } }' } }))
  await until('the present state', 1_000, () => received.length === 2)
  await stopping.close()
  expect(await closed).toBe(1001)
  expect(received.at(-1)).toEqual({ type: 'complete', id: '1' })
})

it('refuses what the role does not allow', async () => {
  const viewer = await openControl({
    clock: systemClock,
    authenticate: everybodyIs(() => ({ name: 'ann', roles: ['viewer'], expiresAt: null })),
  })
  const client = openGraphqlClient(await viewer.app.listen({ port: 0, host: '127.0.0.1' }), 'any')
  const answer = await client.iterate({ query: 'mutation { updateSettings(input: { ratio: -1 }) { __typename } }' }).next()
  expect(answer.value).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  await client.dispose()
  await viewer.close()
})
