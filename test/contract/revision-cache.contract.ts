import { describe, expect, it } from 'vitest'
import type { RevisionCache } from '../../src/ports/revision-cache.ts'
import { revisionWith } from '../support/config.ts'
import { until } from '../support/until.ts'

/** Two caches, empty: that of one process, and that of another; the same one where there is only one process. */
export type CachesUnderTest = { readonly one: RevisionCache; readonly other: RevisionCache }

export function revisionCacheContract(adapter: string, open: () => Promise<CachesUnderTest>): void {
  describe(`${adapter} as RevisionCache`, () => {
    const revision = revisionWith({ number: 7, ratio: 7 })

    it('gives other processes the configuration that was kept', async () => {
      const { one, other } = await open()
      one.keep(revision)
      await until('it is there', 2_000, async () => (await other.read(revision)) !== undefined)
      expect(await other.read(revision)).toEqual(revision.config)
    })

    it.each([
      { what: 'another number', wanted: { number: 8, sha256: revision.sha256 } },
      { what: 'another hash, of a revision that the store has lost', wanted: { number: 7, sha256: 'f'.repeat(64) } },
    ])('has nothing under $what', async ({ wanted }) => {
      const { one } = await open()
      one.keep(revision)
      await until('it is there', 2_000, async () => (await one.read(revision)) !== undefined)
      expect(await one.read(wanted)).toBeUndefined()
    })

    it('never gives a configuration that its hash does not vouch for', async () => {
      const { one } = await open()
      const damaged = { ...revision, config: revisionWith({ ratio: 8 }).config }
      one.keep(damaged)
      one.keep(revisionWith({ number: 9 }))
      await until('what came after it is there', 2_000, async () => (await one.read(revisionWith({ number: 9 }))) !== undefined)
      expect(await one.read(damaged)).toBeUndefined()
    })

    it('counts what was found, and what was not', async () => {
      const { one } = await open()
      await one.read(revision)
      const { hits, misses } = one.reads()
      one.keep(revision)
      await until('it is there', 2_000, async () => (await one.read(revision)) !== undefined)
      expect([hits, misses, one.reads().hits]).toEqual([0, 1, 1])
    })
  })
}
