import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { storeHealth } from '../../../src/control/health/store-health.ts'
import type { ConfigRevision } from '../../../src/core/config/revision.ts'
import { revisionWith } from '../../support/config.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { openGatedStore, type GatedStore } from '../../support/gated-store.ts'

let gate: GatedStore
beforeAll(async () => {
  gate = await openGatedStore()
})
afterAll(() => gate.close())
beforeEach(() => gate.reset())

const held = revisionWith({ number: 3 })
const short = ({ sha256 }: ConfigRevision): string => sha256.slice(0, 8)
const other = revisionWith({ number: 3, ratio: 7 })

const present = () => ({ awayBecause: undefined, ageMs: 0 })

it.each<{ readonly what: string; readonly runs: ConfigRevision | undefined; readonly status: string; readonly says: string }>([
  { what: 'it', runs: held, status: 'OK', says: 'holds revision 3' },
  {
    what: 'another of that number',
    runs: other,
    status: 'DEGRADED',
    says: `holds revision 3 (sha256 ${short(held)}); this node runs revision 3 (sha256 ${short(other)}), the log says why`,
  },
  {
    what: 'a later one',
    runs: revisionWith({ number: 4 }),
    status: 'DEGRADED',
    says: 'holds revision 3; this node runs revision 4, the log says why',
  },
  { what: 'none', runs: undefined, status: 'DEGRADED', says: 'holds revision 3; this node runs revision none, the log says why' },
])('is $status where the node runs $what', async ({ runs, status, says }) => {
  gate.liveInstead = held
  const check = storeHealth({ store: gate.store, clock: fixedClock(), running: () => runs, storePresence: present })
  expect(await check()).toEqual({ name: 'config-store', status, latencyMs: 0, message: says })
})
