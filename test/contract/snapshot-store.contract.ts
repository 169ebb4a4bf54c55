import { describe, expect, it } from 'vitest'
import { sealRevision } from '../../src/core/config/revision.ts'
import type { SnapshotStore } from '../../src/ports/snapshot-store.ts'
import { configWith, revisionWith } from '../support/config.ts'

/** `open` gives an empty one for each test. */
export function snapshotStoreContract(adapter: string, open: () => Promise<SnapshotStore>): void {
  async function openWith(...numbers: readonly number[]): Promise<SnapshotStore> {
    const store = await open()
    for (const number of numbers) await store.write(revisionWith({ number, ratio: number }))
    return store
  }

  describe(`${adapter} as SnapshotStore`, () => {
    it('has none at first, and nothing to remove', async () => {
      const store = await open()
      await store.removeNewerThan(0)
      expect(await store.newest()).toBeUndefined()
    })

    it('gives back the newest by number, whatever was written last', async () => {
      const store = await openWith(9, 10, 8)
      expect(await store.newest()).toEqual(revisionWith({ number: 10, ratio: 10 }))
    })

    it('writes in order when asked for several at once', async () => {
      const store = await open()
      await Promise.all([1, 2, 3, 4, 4, 5].map((number) => store.write(revisionWith({ number }))))
      expect(await store.newest()).toMatchObject({ number: 5 })
    })

    it('takes another revision of the same number for the one it had, as after a failover', async () => {
      const store = await openWith(7)
      const other = revisionWith({ number: 7, ratio: 3 })
      await store.write(other)
      expect(await store.newest()).toEqual(other)
    })

    it('removes what is newer, and nothing else', async () => {
      const store = await openWith(5, 6, 7)
      await store.removeNewerThan(6)
      expect(await store.newest()).toMatchObject({ number: 6 })
    })

    it.each([
      { what: 'the last three', written: [1, 2, 3, 4, 5], upTo: 3, newest: 3 },
      { what: 'no fourth', written: [1, 2, 3, 4, 5], upTo: 2, newest: undefined },
      { what: 'what it has just written, even with newer ones', written: [11, 12, 13, 2], upTo: 10, newest: 2 },
      { what: 'no more than three then', written: [11, 12, 13, 2], upTo: 11, newest: 2 },
    ])('keeps $what', async ({ written, upTo, newest }) => {
      const store = await openWith(...written)
      await store.removeNewerThan(upTo)
      expect((await store.newest())?.number).toBe(newest)
    })

    it('passes over what whoever asks has something against', async () => {
      const store = await openWith(1, 2)
      expect(await store.newest(({ number }) => (number === 2 ? 'not this one' : undefined))).toMatchObject({ number: 1 })
    })

    it('passes over what no worker can run', async () => {
      const store = await openWith(1)
      const config = configWith({ cdns: [{ baseUrl: 'ftp://cdn.example.com' }] })
      await store.write(sealRevision({ ...revisionWith({ number: 2 }), config }))
      expect(await store.newest()).toMatchObject({ number: 1 })
    })
  })
}
