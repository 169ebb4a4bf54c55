import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../../support/control.ts'
import { openSocket } from '../../support/web-socket.ts'

let control: ControlUnderTest
let url: string
beforeAll(async () => {
  control = await openControl({ clock: systemClock })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => control.close())

type Answer = {
  readonly data: { readonly auditAppended: { readonly id: string } } | null
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly lastId: string } }[]
}
type Subscriber = { received(): readonly Answer[]; isComplete(): boolean; pause(): void; resume(): void; close(): void }

const query = 'subscription { auditAppended(filter: { actor: "bulk" }) { id after } }'
const transports: Readonly<Record<string, () => Promise<Subscriber>>> = {
  'Server-Sent Events': async () => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${adminToken}` }
    const asking = request(`${url}/graphql`, { method: 'POST', headers, agent: false }).end(JSON.stringify({ query }))
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    let body = ''
    response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    return {
      received: () => [...body.matchAll(/^data: (\{.*\})$/gm)].map(([, event = '']) => JSON.parse(event) as Answer),
      isComplete: () => body.includes('event: complete'),
      pause: () => void response.pause(),
      resume: () => void response.resume(),
      close: () => void asking.destroy(),
    }
  },
  WebSocket: async () => {
    const init = { type: 'connection_init', payload: { Authorization: `Bearer ${adminToken}` } }
    const { socket, received } = await openSocket(url, [init])
    await expect.poll(() => received.length).toBe(1)
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }))
    return {
      received: () => received.flatMap(({ type, payload }) => (type === 'next' ? [payload as Answer] : [])),
      isComplete: () => received.some(({ type }) => type === 'complete'),
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      close: () => socket.terminate(),
    }
  },
}

/** In one transaction of another node, as far as this one can tell, which then looks. Returns the ids. */
async function append(count: number, bytes = 1): Promise<readonly string[]> {
  await control.sql(`INSERT INTO audit_event (at, actor, role, address, action, target, outcome, request_id, after)
    SELECT now(), 'bulk', 'admin', '192.0.2.1', 'publish', 'revisions', 'ACCEPTED', 'bulk-' || n, to_jsonb(repeat('x', ${bytes}))
    FROM generate_series(1, ${count}) AS n`)
  await control.graphql('mutation { updateSettings(input: { ratio: 4 }) { __typename } }')
  const events = await control.client.auditEvent.findMany({
    where: { actor: 'bulk' },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return events.slice(-count).map(({ id }) => `${id}`)
}

/** Resolves when it is told what is appended from now on. */
async function open(transport: () => Promise<Subscriber>): Promise<Subscriber> {
  const subscriber = await transport()
  const received = async (): Promise<number> => {
    await append(1)
    return subscriber.received().length
  }
  await expect.poll(received, { timeout: 5_000 }).toBeGreaterThan(0)
  return subscriber
}

const idsOf = (answers: readonly Answer[]): (string | undefined)[] => answers.map(({ data }) => data?.auditAppended.id)

describe.each(Object.entries(transports))('over %s', (_name, transport) => {
  it.each([100, 1_000])('who reads is told all of %i attempts at once, in order', async (count) => {
    const reader = await open(transport)
    const ids = await append(count)
    await expect.poll(() => idsOf(reader.received()).at(-1), { timeout: 5_000 }).toBe(ids.at(-1))
    expect(idsOf(reader.received()).slice(-count)).toEqual(ids)
    reader.close()
  })

  it('who does not read is told from which id on attempts are missing, and the others are told all', async () => {
    const [reader, unread] = [await open(transport), await open(transport)]
    unread.pause()
    const ids = await append(1_000, 20_000)
    await expect.poll(() => idsOf(reader.received()).at(-1), { timeout: 15_000 }).toBe(ids.at(-1))
    expect(idsOf(reader.received()).slice(-1_000)).toEqual(ids)
    unread.resume()
    await expect.poll(() => unread.isComplete(), { timeout: 5_000 }).toBe(true)
    const [last, ...before] = unread.received().toReversed()
    expect(last).toMatchObject({ data: null, errors: [{ extensions: { code: 'EVENTS_MISSED' } }] })
    const told = idsOf(before).toReversed()
    expect(last?.errors?.[0]?.extensions.lastId).toBe(told.at(-1))
    expect(told.slice(told.indexOf(ids[0]))).toEqual(ids.slice(0, ids.indexOf(told.at(-1) ?? '') + 1))
    reader.close()
    unread.close()
  }, 30_000)
})
