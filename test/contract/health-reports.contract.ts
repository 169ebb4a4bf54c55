import { beforeEach, describe, expect, it } from 'vitest'
import type { HealthReports } from '../../src/ports/health-reports.ts'
import { reportOf, verdictOf } from '../support/health.ts'

/** What the suite needs of an adapter, without a report. */
export type ReportsUnderTest = {
  readonly reports: HealthReports
  /** As another node has it; the same one where there is only one process. */
  readonly other: HealthReports
  /** Makes all reports older. */
  age(ms: number): Promise<void>
}

export function healthReportsContract(adapter: string, open: () => Promise<ReportsUnderTest>): void {
  describe(`${adapter} as HealthReports`, () => {
    let under: ReportsUnderTest
    beforeEach(async () => {
      under = await open()
    })

    const a = reportOf('a', { IPV4: verdictOf(true, 1_000, { reason: 'Grüße "x"' }), IPV6: null })
    const b = reportOf('b', { IPV4: verdictOf(false, 2_000, { isRecovery: true, certificateEndsEpochMs: 1e12 }) })

    it('gives a node its own report', async () => {
      expect(await under.reports.share(a)).toEqual([a])
    })

    it('gives each node the reports of all', async () => {
      await under.reports.share(a)
      expect(new Set(await under.other.share(b))).toEqual(new Set([a, b]))
      expect(new Set(await under.reports.share(a))).toEqual(new Set([a, b]))
    })

    it('puts a report in place of the last one', async () => {
      await under.reports.share(a)
      await under.reports.share({ node: 'a', verdicts: [] })
      expect(await under.other.share(b)).toContainEqual({ node: 'a', verdicts: [] })
    })

    it('leaves out a report that is older than 15 s, until its node shares again', async () => {
      await under.reports.share(a)
      await under.age(14_000)
      expect(await under.other.share(b)).toHaveLength(2)
      await under.age(1_500)
      expect(await under.other.share(b)).toEqual([b])
      await under.reports.share(a)
      expect(await under.other.share(b)).toHaveLength(2)
    })

    it('keeps a report fresh that is shared again as it is', async () => {
      await under.reports.share(a)
      for (const _ of [1, 2, 3]) {
        await under.age(8_000)
        await under.reports.share(a)
      }
      expect(await under.other.list()).toEqual([a])
    })

    it('lists what is fresh, and keeps nothing fresh by that', async () => {
      await under.reports.share(a)
      await under.age(14_000)
      await under.other.share(b)
      expect(new Set(await under.reports.list())).toEqual(new Set([a, b]))
      await under.age(1_500)
      expect(await under.reports.list()).toEqual([b])
    })

    it('puts a report back that another process of its node has replaced', async () => {
      await under.reports.share(a)
      await under.other.share({ node: 'a', verdicts: [] })
      await under.reports.share(a)
      expect(await under.other.list()).toEqual([a])
    })

    it('loses none of many that come at once', async () => {
      const many = Array.from({ length: 20 }, (_, index) => ({ ...a, node: `n${index}` }))
      await Promise.all(many.map((report, index) => (index % 2 === 0 ? under.reports : under.other).share(report)))
      expect(await under.reports.share(b)).toHaveLength(21)
    })

    it('holds a thousand CDNs', async () => {
      const verdicts = Array.from({ length: 1_000 }, (_, index) => ({
        key: `cdn-${index}`,
        baseUrl: `https://cdn-${index}.example/${'x'.repeat(100)}`,
        byFamily: { IPV4: verdictOf(true, index), IPV6: verdictOf(false, index) },
      }))
      await under.reports.share({ node: 'a', verdicts })
      expect(await under.other.share(b)).toContainEqual({ node: 'a', verdicts })
    })
  })
}
