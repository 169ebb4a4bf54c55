import { describe, expect, it } from 'vitest'
import type { KeptHealth } from '../../src/core/health/kept-health.ts'
import type { HealthFile } from '../../src/ports/health-file.ts'

const judgement = { isOut: true, sinceEpochMs: 1_000, isRecovery: false, ejections: 2, reason: 'refused 3 times' }

export const health: KeptHealth = {
  set: {
    version: 7,
    conditions: [
      {
        key: 'a',
        baseUrl: 'https://a.example',
        byFamily: { IPV4: { kind: 'OUT', sinceEpochMs: 1_000 }, IPV6: { kind: 'RECOVERING', sinceEpochMs: 2_000 } },
      },
      { key: 'b', baseUrl: 'b.example/x', byFamily: { IPV4: null, IPV6: { kind: 'OUT', sinceEpochMs: 3_000 } } },
    ],
  },
  cdns: [
    {
      key: 'a',
      baseUrl: 'https://a.example',
      told: { health: 'UNHEALTHY', reason: 'refused', sinceEpochMs: 1_000 },
      byFamily: { IPV4: judgement, IPV6: { ...judgement, isOut: false, isRecovery: true, ejections: 0 } },
    },
    {
      key: 'b',
      baseUrl: 'b.example/x',
      told: { health: 'UNKNOWN', reason: 'not probed yet', sinceEpochMs: null },
      byFamily: {},
    },
  ],
  waiting: [{ cdn: 'a', health: 'UNHEALTHY', reason: 'refused', at: '2026-01-01T00:00:00.000Z' }],
}

/** `open` gives an empty one for each test. */
export function healthFileContract(adapter: string, open: () => Promise<HealthFile>): void {
  describe(`${adapter} as HealthFile`, () => {
    it('has nothing at first', async () => {
      expect(await (await open()).read()).toBeUndefined()
    })

    it('reads what was written', async () => {
      const file = await open()
      for (const one of [health, { set: { version: 0, conditions: [] }, cdns: [], waiting: [] }]) {
        await file.write(one)
        expect(await file.read()).toEqual(one)
      }
    })

    it('keeps what was written last, also of a lower version', async () => {
      const file = await open()
      await Promise.all([5, 7, 6].map((version) => file.write({ ...health, set: { ...health.set, version } })))
      expect((await file.read())?.set.version).toBe(6)
    })
  })
}
