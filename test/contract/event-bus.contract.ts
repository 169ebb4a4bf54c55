import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventBus } from '../../src/ports/event-bus.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'

/** What the suite needs of an adapter, afresh for each test, when it is ready to carry hints. */
export type BusUnderTest = {
  readonly bus: EventBus
  /** As another process has it; the same one where there is only one process. */
  readonly other: EventBus
  close(): Promise<void>
}

export function eventBusContract(adapter: string, open: () => Promise<BusUnderTest>): void {
  describe(`${adapter} as EventBus`, () => {
    let under: BusUnderTest

    beforeEach(async () => {
      under = await open()
    })
    afterEach(() => under.close())

    it('tells every listener of this process and of others what was announced', async () => {
      const inboxes = [under.bus, under.bus, under.other].map(listenTo)
      under.bus.announceRevision(7)
      for (const inbox of inboxes) expect(await inbox.find((number) => number === 7)).toBe(7)
    })

    it('tells in the order of the announcements', async () => {
      const inbox = listenTo(under.other)
      const numbers = Array.from({ length: 200 }, (_, index) => index + 1)
      for (const number of numbers) under.bus.announceRevision(number)
      await inbox.find((number) => number === 200)
      expect(inbox.all.filter((number, index) => number !== 0 && inbox.all.indexOf(number) === index)).toEqual(numbers)
    })

    it('tells a listener of this process before the announcement returns', () => {
      const inbox = listenTo(under.bus)
      under.bus.announceRevision(7)
      expect(inbox.all).toContain(7)
    })

    it('tells a listener nothing after it has stopped, though it stops while it is told, and goes on telling the others', async () => {
      const told: number[] = []
      const stop = under.other.onRevision((number) => {
        told.push(number)
        stop()
      })
      const inbox = listenTo(under.other)
      for (const number of [1, 2]) under.bus.announceRevision(number)
      await inbox.find((number) => number === 2)
      expect(told).toEqual([1])
    })

    it('announces where nobody listens', () => {
      expect(under.bus.announceRevision(7)).toBeUndefined()
    })
  })
}

/** What a bus tells from now on. */
export function listenTo(bus: EventBus): Inbox<number> {
  const inbox = openInbox<number>()
  bus.onRevision((number) => inbox.put(number))
  return inbox
}
