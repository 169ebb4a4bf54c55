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

    describe.each(['revisions', 'overrides'] as const)('for %s', (kind) => {
      const announce = (bus: EventBus, number: number) =>
        kind === 'revisions' ? bus.announceRevision(number) : bus.announceOverrides(number)
      const listen = (bus: EventBus, listener: (number: number) => void) =>
        kind === 'revisions' ? bus.onRevision(listener) : bus.onOverrides(listener)

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
      const [revisions, overrides] = [listenTo(under.other), listenTo(under.other, 'overrides')]
      under.bus.announceRevision(7)
      under.bus.announceOverrides(8)
      expect(await revisions.find((number) => number > 0)).toBe(7)
      expect(await overrides.find((number) => number > 0)).toBe(8)
      expect([revisions.all.includes(8), overrides.all.includes(7)]).toEqual([false, false])
    })

    it('announces where nobody listens', () => {
      expect(under.bus.announceRevision(7)).toBeUndefined()
    })
  })
}

/** What a bus tells from now on. */
export function listenTo(bus: EventBus, kind: 'revisions' | 'overrides' = 'revisions'): Inbox<number> {
  const inbox = openInbox<number>()
  if (kind === 'revisions') bus.onRevision((number) => inbox.put(number))
  else bus.onOverrides((version) => inbox.put(version))
  return inbox
}
