import { expect, it } from 'vitest'
import { openChannel } from '../../src/control/graphql/feed/channel.ts'
import { mapSubscription } from '../../src/control/graphql/feed/map-subscription.ts'

it('sends the present state first, then what is published', async () => {
  const channel = openChannel<number>(4)
  const subscription = channel.subscribe(1)
  channel.publish(2)
  expect([await subscription.next(), await subscription.next()]).toEqual([
    { done: false, value: 1 },
    { done: false, value: 2 },
  ])
})

it('drops the oldest events of a subscriber that falls behind, never the last', async () => {
  const channel = openChannel<number>(3)
  const slow = channel.subscribe()
  for (let event = 1; event <= 100; event += 1) channel.publish(event)
  channel.close()
  const seen: number[] = []
  for await (const event of slow) seen.push(event)
  expect(seen).toEqual([98, 99, 100])
})

it('does not let a slow subscriber hold up another', async () => {
  const channel = openChannel<number>(1)
  channel.subscribe()
  const fast = channel.subscribe()
  const next = fast.next()
  channel.publish(7)
  expect(await next).toEqual({ done: false, value: 7 })
})

it('ends a waiting subscriber when it is closed, and forgets it', async () => {
  const channel = openChannel<number>(1)
  const waiting = channel.subscribe().next()
  channel.close()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(channel.subscribers()).toBe(0)
})

it('ends a waiting subscriber that returns, and forgets it', async () => {
  const channel = openChannel<number>(1)
  const subscription = channel.subscribe()
  const waiting = subscription.next()
  await subscription.return?.()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(channel.subscribers()).toBe(0)
})

it('ends later subscriptions at once after it was closed, with the present state', async () => {
  const channel = openChannel<number>(1)
  channel.close()
  const late = channel.subscribe(5)
  expect([await late.next(), await late.next()]).toEqual([
    { done: false, value: 5 },
    { done: true, value: undefined },
  ])
})

it('maps events, leaves out those without a value, and passes the end on', async () => {
  const channel = openChannel<number>(10)
  const even = mapSubscription(channel.subscribe(), (event) => (event % 2 === 0 ? `${event}` : undefined))
  for (const event of [1, 2, 3, 4]) channel.publish(event)
  expect([await even.next(), await even.next()]).toEqual([
    { done: false, value: '2' },
    { done: false, value: '4' },
  ])
  await even.return?.()
  expect(channel.subscribers()).toBe(0)
})
