import { expect, it } from 'vitest'
import { openAuditFeed } from '../../../src/control/graphql/feed/audit-feed.ts'
import type { AuditEvent } from '../../../src/generated/prisma/client.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { settle } from '../../support/settle.ts'

const events = (from: number, to: number): AuditEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: from + index }) as AuditEvent)
const idsUpTo = (last: number): number[] => events(1, last).map(({ id }) => id)

/** All that a reader is told until its subscription ends. */
async function readAll(subscription: AsyncIterable<object>): Promise<unknown[]> {
  const told: unknown[] = []
  for await (const event of subscription) told.push('id' in event ? event.id : event)
  return told
}

it.each([100, 200, 1_000])('gives a reader all of %i events at once, in order', async (count) => {
  const feed = openAuditFeed(fixedClock())
  const told = readAll(feed.subscribe())
  await feed.publish(events(1, count))
  feed.close()
  expect(await told).toEqual(idsUpTo(count))
})

it('waits for whoever reads slowly, but reads', async () => {
  const clock = fixedClock()
  const feed = openAuditFeed(clock)
  const slow = feed.subscribe()
  let isPublished = false
  const published = feed.publish(events(1, 201)).then(() => (isPublished = true))
  await settle()
  expect(isPublished).toBe(false)
  await slow.next()
  await published
  expect(clock.pending()).toBe(0)
  feed.close()
  expect(await readAll(slow)).toEqual(idsUpTo(201).slice(1))
})

it('tells a reader that does not read what it misses, after 3 s in which the others wait', async () => {
  const clock = fixedClock()
  const feed = openAuditFeed(clock)
  const unread = feed.subscribe()
  const told = readAll(feed.subscribe())
  await feed.publish(events(1, 100))
  await feed.publish(events(101, 200))
  const held = feed.publish(events(201, 300))
  await settle()
  await clock.advance(3_000)
  await held
  await feed.publish(events(301, 1_000))
  feed.close()
  expect(await readAll(unread)).toEqual([...idsUpTo(300), { missedAfterId: 300 }])
  expect(await told).toEqual(idsUpTo(1_000))
})

it('tells a crowd of readers a few events in one turn of the event loop', async () => {
  const clock = fixedClock()
  const feed = openAuditFeed(clock)
  const told = Array.from({ length: 1_000 }, () => readAll(feed.subscribe()))
  const one = feed.subscribe()
  const published = feed.publish(events(1, 3))
  await settle()
  expect([clock.pending(), await one.next()]).toEqual([1, { done: false, value: { id: 1 } }])
  await clock.advance(0)
  await clock.advance(0)
  await published
  feed.close()
  for (const each of await Promise.all(told)) expect(each).toEqual([1, 2, 3])
})

it('waits for nobody who has gone', async () => {
  const clock = fixedClock()
  const feed = openAuditFeed(clock)
  const gone = feed.subscribe()
  const published = feed.publish(events(1, 300))
  await gone.return?.()
  await published
  expect(clock.pending()).toBe(0)
})

it('ends those who wait, and later ones at once, when it is closed', async () => {
  const feed = openAuditFeed(fixedClock())
  const waiting = readAll(feed.subscribe())
  feed.close()
  expect([await waiting, await readAll(feed.subscribe())]).toEqual([[], []])
})
