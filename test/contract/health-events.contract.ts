import { beforeEach, describe, expect, it } from 'vitest'
import type { HealthEvent } from '../../src/core/health/health-event.ts'
import type { Health } from '../../src/core/health/health.ts'
import type { HealthEvents } from '../../src/ports/health-events.ts'

/** What the suite needs of an adapter, without an event. */
export type EventsUnderTest = {
  readonly events: HealthEvents
  /** As another node has it; the same one where there is only one process. */
  readonly other: HealthEvents
  /** Adds so many events of the CDN "old" in a row, the last one now. */
  fill(count: number): Promise<void>
  count(): Promise<number>
}

const NOW = Date.now()

function event(health: Health, second: number, cdn = 'a'): HealthEvent {
  return { cdn, health, reason: `it is ${health}`, at: new Date(NOW - 100_000 + second * 1_000).toISOString() }
}

export function healthEventsContract(adapter: string, open: () => Promise<EventsUnderTest>): void {
  describe(`${adapter} as HealthEvents`, () => {
    let under: EventsUnderTest
    beforeEach(async () => {
      under = await open()
    })
    const told = async (cdn = 'a') =>
      (await under.events.list(cdn, 100, undefined)).map(({ cdn: of, health, reason, at }): HealthEvent => ({
        cdn: of,
        health,
        reason,
        at,
      }))

    it('has none at first', async () => {
      await under.events.add([])
      expect(await told()).toEqual([])
    })

    it('lists those of one CDN, the newest first, by pages', async () => {
      const all = [event('UNHEALTHY', 1), event('HEALTHY', 2), event('DEGRADED', 3)]
      await under.events.add([...all, event('UNHEALTHY', 2, 'b')])
      expect(await told()).toEqual(all.toReversed())
      expect(await told('b')).toEqual([event('UNHEALTHY', 2, 'b')])
      const page = await under.events.list('a', 2, undefined)
      expect(page.map(({ health }) => health)).toEqual(['DEGRADED', 'HEALTHY'])
      expect(await under.events.list('a', 2, page[1]?.id)).toMatchObject([event('UNHEALTHY', 1)])
    })

    it('keeps once what two nodes add', async () => {
      await Promise.all([under.events.add([event('UNHEALTHY', 1)]), under.other.add([event('UNHEALTHY', 1)])])
      await under.other.add([event('UNHEALTHY', 1)])
      expect(await told()).toEqual([event('UNHEALTHY', 1)])
    })

    it('keeps no change to what it is already, as another node sees it a little later', async () => {
      await under.events.add([event('UNHEALTHY', 1)])
      await under.other.add([event('UNHEALTHY', 2), event('HEALTHY', 5)])
      expect(await told()).toEqual([event('HEALTHY', 5), event('UNHEALTHY', 1)])
    })

    it('keeps once what nodes see at different times, in whatever order they tell it', async () => {
      const seen = [3, 1, 2].map((second) => event('UNHEALTHY', second))
      await Promise.all(seen.map((one, index) => (index === 0 ? under.other : under.events).add([one])))
      expect(await told()).toHaveLength(1)
    })

    it('keeps a change that a node tells late, when others have told the next', async () => {
      await under.events.add([event('HEALTHY', 5)])
      await under.other.add([event('UNHEALTHY', 1)])
      expect(await told()).toHaveLength(2)
    })

    it('keeps any text', async () => {
      await under.events.add([{ ...event('UNHEALTHY', 1), reason: '\0\ud83d "Grüße"' }])
      expect((await told())[0]?.reason).toMatch(/"Grüße"$/)
    })

    it('forgets what is older than 30 days', async () => {
      const old = { ...event('UNHEALTHY', 1), at: new Date(NOW - 31 * 86_400_000).toISOString() }
      await under.events.add([old])
      await under.events.add([event('HEALTHY', 1)])
      expect(await told()).toEqual([event('HEALTHY', 1)])
    })

    it('keeps the newest 100,000', async () => {
      await under.fill(100_001)
      await under.events.add([event('UNHEALTHY', 1)])
      expect(await under.count()).toBe(100_000)
      expect(await told()).toHaveLength(1)
    })
  })
}
