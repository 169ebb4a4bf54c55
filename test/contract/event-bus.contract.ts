import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventBus } from '../../src/ports/event-bus.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'

/** As the methods of the bus name them. */
const kinds = ['Revision', 'Overrides', 'Health'] as const

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

    describe.each(kinds)('for %s', (kind) => {
      const announce = (bus: EventBus, number: number) => bus[`announce${kind}`](number)
      const listen = (bus: EventBus, listener: (number: number) => void) => bus[`on${kind}`](listener)

      it('tells every listener of this process and of others what was announced', async () => {
        const inboxes = [under.bus, under.bus, under.other].map((bus) => listenTo(bus, kind))
        announce(under.bus, 7)
        for (const inbox of inboxes) expect(await inbox.find((number) => number === 7)).toBe(7)
      })

      it('tells in the order of the announcements', async () => {
        const inbox = listenTo(under.other, kind)
        const numbers = Array.from({ length: 200 }, (_, index) => index + 1)
        for (const number of numbers) announce(under.bus, number)
        await inbox.find((number) => number === 200)
        expect(inbox.all.filter((number, index) => number !== 0 && inbox.all.indexOf(number) === index)).toEqual(numbers)
      })

      it('tells a listener of this process before the announcement returns', () => {
        const inbox = listenTo(under.bus, kind)
        announce(under.bus, 7)
        expect(inbox.all).toContain(7)
      })

      it('tells a listener nothing after it has stopped, though it stops while it is told, and goes on telling the others', async () => {
        const told: number[] = []
        const stop = listen(under.other, (number) => {
          told.push(number)
          stop()
        })
        const inbox = listenTo(under.other, kind)
        for (const number of [1, 2]) announce(under.bus, number)
        await inbox.find((number) => number === 2)
        expect(told).toEqual([1])
      })
    })

    it('tells hints of one kind to those alone who listen to it', async () => {
      const inboxes = kinds.map((kind) => listenTo(under.other, kind))
      for (const [index, kind] of kinds.entries()) under.bus[`announce${kind}`](index + 7)
      for (const [index, inbox] of inboxes.entries()) {
        expect(await inbox.find((number) => number > 0)).toBe(index + 7)
        expect(new Set(inbox.all.filter((number) => number !== 0))).toEqual(new Set([index + 7]))
      }
    })

    it('announces where nobody listens', () => {
      expect(under.bus.announceRevision(7)).toBeUndefined()
    })
  })
}

/** What a bus tells from now on. */
export function listenTo(bus: EventBus, kind: (typeof kinds)[number] = 'Revision'): Inbox<number> {
  const inbox = openInbox<number>()
  bus[`on${kind}`]((number) => inbox.put(number))
  return inbox
}
