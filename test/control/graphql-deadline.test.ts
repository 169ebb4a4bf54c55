import { GraphQLInt, GraphQLObjectType, GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openChannel } from '../../src/control/graphql/feed/channel.ts'
import type { GraphqlContext } from '../../src/control/graphql/context.ts'
import { openDeadline } from '../../src/control/graphql/limits/deadline.ts'
import { limitOperations } from '../../src/control/graphql/limits/limits.ts'
import { adminToken, idleFleet, openControl, type ControlUnderTest } from '../support/control.ts'
import { fixedClock, type FixedClock } from '../support/fixed-clock.ts'
import { transports } from '../support/graphql-transports.ts'
import { settle } from '../support/settle.ts'
import { until } from '../support/until.ts'

const never = (): Promise<never> => new Promise(() => undefined)

describe('an operation that takes too long', () => {
  let clock: FixedClock
  let control: ControlUnderTest
  let waits: number
  beforeEach(async () => {
    clock = fixedClock()
    waits = 0
    const awaitConvergence = (_versions: object, withinMs: number) =>
      new Promise<boolean>((resolve) => {
        clock.after(withinMs, () => resolve(true))
        waits += 1
      })
    control = await openControl({ clock, fleet: { ...idleFleet, awaitConvergence } })
  })
  afterEach(async () => {
    const closed = control.close()
    let isClosed = false
    void closed.then(() => (isClosed = true))
    // Sockets are given time by the same clock.
    await until('it is closed', 5_000, () => clock.advance(50).then(() => isClosed))
  })

  it.each(Object.entries(transports))('is given up after 5 s over %s', async (name, send) => {
    const url = await control.app.listen({ port: 0, host: '127.0.0.1' })
    let begun = (): void => undefined
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    control.store.state = () => {
      begun()
      return never()
    }
    let outcome: object | undefined
    const answer = send(url, adminToken, { query: '{ workingCopy { version } }' }).then((told) => (outcome = told))
    await hasBegun
    await clock.advance(4_999)
    expect(outcome).toBeUndefined()
    await clock.advance(1)
    expect(await answer).toMatchObject({ codes: ['OPERATION_TIMED_OUT'], status: name === 'WebSocket' ? undefined : 503 })
  })

  it('begins no further change', async () => {
    const change = control.store.change.bind(control.store)
    const asked: string[] = []
    let goOn = (): void => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let made: Promise<unknown> | undefined
    control.store.change = (attempt, plan) => {
      asked.push(attempt.actor)
      const changed = held.then(() => change(attempt, plan))
      made = changed
      return changed
    }
    const field = (ratio: number): string => `updateSettings(input: { ratio: ${ratio} }) { __typename }`
    const answer = control.graphql(`mutation { a: ${field(4)} b: ${field(5)} }`)
    await expect.poll(() => asked.length).toBe(1)
    await clock.advance(5_000)
    expect((await answer).errors?.map(({ extensions }) => extensions.code)).toEqual(['OPERATION_TIMED_OUT'])
    goOn()
    await made
    await settle()
    expect(asked).toHaveLength(1)
    expect((await control.store.state()).workingCopy.settings.ratio).toBe(4)
  })

  it('may wait for the workers as long as its caller asked', async () => {
    const publish = 'mutation { publish(input: { waitForWorkersSeconds: 25 }) { __typename } }'
    let data: object | undefined
    const answer = control.graphql(publish).then((told) => (data = told.data))
    await expect.poll(() => waits, { timeout: 5_000 }).toBe(1)
    await clock.advance(24_999)
    expect(data).toBeUndefined()
    await clock.advance(1)
    expect(await answer).toEqual({ publish: { __typename: 'PublishSuccess' } })
  })
})

describe('a subscription', () => {
  const clock = fixedClock()
  const channel = openChannel<number>(8)
  let begin = (): Promise<AsyncIterable<number>> => Promise.resolve(channel.subscribe())
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { none: { type: GraphQLInt } } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        number: { type: GraphQLInt, subscribe: () => begin(), resolve: (event: number) => (event === 0 ? never() : event) },
      },
    }),
  })
  const yoga = createYoga<object, GraphqlContext>({
    schema,
    logging: false,
    plugins: [limitOperations(() => undefined)],
    context: () => ({ deadline: openDeadline(clock) }) as GraphqlContext,
  })

  async function subscribe(): Promise<{ next(): Promise<string>; end(): Promise<void> }> {
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
    const body = JSON.stringify({ query: 'subscription { number }' })
    const response = await yoga.fetch('http://localhost/graphql', { method: 'POST', headers, body })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    return {
      async next() {
        for (;;) {
          const { value = '', done = true } = (await reader?.read()) ?? {}
          if (done || value.includes('data: {')) return value
        }
      },
      end: async () => reader?.cancel(),
    }
  }

  it('has no end, each of its events has 5 s', async () => {
    const events = await subscribe()
    await expect.poll(() => channel.subscribers()).toBe(1)
    await clock.advance(60_000)
    channel.publish(1)
    expect(await events.next()).toContain('{"data":{"number":1}}')
    channel.publish(0)
    channel.publish(2)
    const late = events.next()
    await expect.poll(() => clock.pending()).toBe(1)
    await clock.advance(5_000)
    expect(await late).toContain('"code":"OPERATION_TIMED_OUT"')
    expect(await events.next()).toContain('{"data":{"number":2}}')
    await events.end()
    await expect.poll(() => channel.subscribers()).toBe(0)
    expect(clock.pending()).toBe(0)
  })

  it('that could not begin in time is forgotten once it does', async () => {
    let goOn = (): void => undefined
    begin = () => new Promise((resolve) => (goOn = () => resolve(channel.subscribe())))
    const events = subscribe().then((stream) => stream.next())
    await expect.poll(() => clock.pending()).toBe(1)
    await clock.advance(5_000)
    expect(await events).toContain('"code":"OPERATION_TIMED_OUT"')
    goOn()
    await settle()
    expect(channel.subscribers()).toBe(0)
  })
})
