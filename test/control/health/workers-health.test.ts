import { expect, it } from 'vitest'
import { workersHealth } from '../../../src/control/health/workers-health.ts'
import type { Worker } from '../../../src/ports/fleet-view.ts'
import { revisionWith } from '../../support/config.ts'
import { idleFleet } from '../../support/control.ts'

const live = revisionWith({ number: 3 })
const lost = revisionWith({ number: 3, ratio: 7 })
const short = ({ sha256 }: { readonly sha256: string }): string => sha256.slice(0, 8)

function workerWith(parts: Partial<Worker>): Worker {
  const { number, sha256 } = live
  const known = { id: 'worker-1', node: 'n', pid: 1, lastSeenAt: '', problem: null }
  return { ...known, revision: number, sha256, as: 'LIVE', state: 'READY', ...parts }
}

it.each<{ readonly what: string; readonly worker: Partial<Worker>; readonly status: string; readonly says: string }>([
  { what: 'runs what is live', worker: {}, status: 'OK', says: 'all 1 run revision 3' },
  { what: 'tells no hash', worker: { sha256: null }, status: 'OK', says: 'all 1 run revision 3' },
  {
    what: 'runs another of that number',
    worker: { sha256: lost.sha256 },
    status: 'DEGRADED',
    says: `worker-1 is READY on revision 3 (sha256 ${short(lost)}), another than revision 3 (sha256 ${short(live)}), which is live`,
  },
  { what: 'runs a later one', worker: { revision: 4, sha256: 'x' }, status: 'DEGRADED', says: 'worker-1 is READY on revision 4' },
  {
    what: 'runs a canary',
    worker: { revision: 4, sha256: 'x', as: 'CANARY' },
    status: 'OK',
    says: '0 run revision 3, worker-1 revision 4',
  },
  {
    what: 'has none yet',
    worker: { revision: null, sha256: null, state: 'STARTING' },
    status: 'DEGRADED',
    says: 'worker-1 is STARTING on revision none',
  },
])('says of a worker that $what: $status', async ({ worker, status, says }) => {
  const check = workersHealth({ fleet: { ...idleFleet, workers: () => [workerWith(worker)] }, running: () => live })
  expect(await check()).toMatchObject({ status, message: says })
})
