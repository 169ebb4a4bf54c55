import { describe, expect, it } from 'vitest'
import type { OverrideFile } from '../../src/ports/override-file.ts'
import { allTo, allToOrigin, down, overrideWith, ratio, weight } from '../support/overrides.ts'

const set = { version: 3, overrides: [down('a'), weight('b', 0), ratio(4), allToOrigin] }

/** `open` gives an empty one for each test. */
export function overrideFileContract(adapter: string, open: () => Promise<OverrideFile>): void {
  describe(`${adapter} as OverrideFile`, () => {
    it('has none at first, and nothing to remove', async () => {
      const file = await open()
      await file.removeNewerThan(0)
      expect(await file.read()).toBeUndefined()
    })

    it('reads what was written', async () => {
      const file = await open()
      const until = '2026-02-01T00:00:00.000Z'
      const ends = { version: 4, overrides: [overrideWith({ kind: 'RATIO', target: null, value: 0 }, { until })] }
      for (const one of [set, ends, { version: 5, overrides: [allTo('a')] }]) {
        await file.write(one)
        expect(await file.read()).toEqual(one)
      }
    })

    it('never goes backwards, whatever the order in which sets are written', async () => {
      const file = await open()
      await Promise.all([5, 3, 7, 6, 7, 1].map((version) => file.write({ version, overrides: [ratio(version)] })))
      expect(await file.read()).toEqual({ version: 7, overrides: [ratio(7)] })
    })

    it('takes another set of the same version, as after a failover', async () => {
      const file = await open()
      await file.write(set)
      await file.write({ ...set, overrides: [] })
      expect(await file.read()).toEqual({ ...set, overrides: [] })
    })

    it('goes where it is newer than what decides, and takes an older version then', async () => {
      const file = await open()
      await file.write(set)
      await file.removeNewerThan(3)
      expect(await file.read()).toEqual(set)
      await file.removeNewerThan(2)
      expect(await file.read()).toBeUndefined()
      await file.write({ version: 2, overrides: [] })
      expect(await file.read()).toEqual({ version: 2, overrides: [] })
    })
  })
}
