import { beforeEach, describe, expect, it } from 'vitest'
import type { SharedLoads } from '../../src/ports/shared-loads.ts'

/** What the suite needs of an adapter, without a load. */
export type LoadsUnderTest = {
  readonly loads: SharedLoads
  /** As another node has it; the same one where there is only one process. */
  readonly other: SharedLoads
  /** Lets time pass for what is kept. */
  age(ms: number): Promise<void>
}

const percent = (load: number, validSeconds = 30) => ({ percent: load, mbps: null, validSeconds })

export function sharedLoadsContract(adapter: string, open: () => Promise<LoadsUnderTest>): void {
  describe(`${adapter} as SharedLoads`, () => {
    let under: LoadsUnderTest
    beforeEach(async () => {
      under = await open()
    })

    it('is empty at first', async () => {
      expect(await under.loads.list()).toEqual([])
    })

    it('gives a report as it was taken, to each node', async () => {
      const taken = await under.loads.report('fast', percent(81.25, 40))
      expect(taken).toMatchObject({ cdn: 'fast', percent: 81.25, mbps: null })
      expect(taken && taken.validUntilEpochMs - taken.reportedAtEpochMs).toBe(40_000)
      expect(await under.other.list()).toEqual([taken])
    })

    it('puts the later report in place of the earlier one, whoever took it', async () => {
      await under.loads.report('fast', percent(50))
      const later = await under.other.report('fast', { percent: null, mbps: 0.5, validSeconds: 3_600 })
      expect(later).toMatchObject({ percent: null, mbps: 0.5 })
      expect(await under.loads.list()).toEqual([later])
    })

    it('takes ten reports of a CDN at once and no eleventh, on all nodes together', async () => {
      const reports = Array.from({ length: 15 }, (_, index) =>
        (index % 2 ? under.loads : under.other).report('fast', percent(index)),
      )
      expect((await Promise.all(reports)).filter((taken) => taken !== undefined)).toHaveLength(10)
      expect(await under.loads.report('slow', percent(1))).toBeDefined()
    })

    it('takes ten within any second, and what it refuses counts for none', async () => {
      for (const load of [1, 2, 3, 4, 5]) await under.loads.report('fast', percent(load))
      await under.age(10_000)
      for (const load of [6, 7, 8, 9, 10]) await under.loads.report('fast', percent(load))
      for (const load of [11, 12, 13, 14, 15]) expect(await under.other.report('fast', percent(load))).toBeDefined()
      for (const load of [16, 17, 18]) expect(await under.loads.report('fast', percent(load))).toBeUndefined()
      expect(await under.loads.list()).toMatchObject([{ percent: 15 }])
      await under.age(1_001)
      expect(await under.loads.report('fast', percent(19))).toBeDefined()
    })

    it('lists stale loads, and forgets those that ended a day ago', async () => {
      await under.loads.report('left', percent(1, 1))
      await under.age(3_600_000)
      expect((await under.other.list()).map(({ cdn }) => cdn)).toEqual(['left'])
      await under.age(24 * 3_600_000)
      const fresh = await under.loads.report('fast', percent(2))
      expect(await under.other.list()).toEqual([fresh])
    })

    it('keeps a thousand CDNs', async () => {
      for (let index = 0; index < 1_000; index += 100)
        await Promise.all(Array.from({ length: 100 }, (_, each) => under.loads.report(`cdn-${index + each}`, percent(each))))
      expect(await under.other.list()).toHaveLength(1_000)
    })
  })
}
