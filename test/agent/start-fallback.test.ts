import { beforeEach, expect, it } from 'vitest'
import { openStartFallback } from '../../src/agent/start-fallback.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import type { WorkerReport } from '../../src/ports/worker-link.ts'
import { revisionWith } from '../support/config.ts'
import { openInMemorySnapshots } from '../support/snapshots.ts'
import { vitals } from '../support/vitals.ts'
import { openInMemoryWorkerFleet, type InMemoryWorkerFleet } from '../support/worker-fleet.ts'

let fleet: InMemoryWorkerFleet
let problems: string[]
beforeEach(() => {
  fleet = openInMemoryWorkerFleet()
  problems = []
})

const worker = { id: 'worker-1', pid: 11 }
const refused = { revision: 5, problem: 'the reason', as: 'LIVE' } as const
const reportWith = (parts: Partial<WorkerReport>): WorkerReport => ({
  state: 'STARTING',
  revision: null,
  as: 'LIVE',
  refused,
  overrides: 0,
  traffic: noTraffic(),
  vitals,
  ...parts,
})

const open = (...kept: readonly ConfigRevision[]) =>
  openStartFallback({ snapshots: openInMemorySnapshots(...kept), fleet, onProblem: (problem) => problems.push(problem) })

it('gives a worker that can run nothing the newest snapshot, at each report, and says so once', async () => {
  const fallback = open(revisionWith({ number: 4 }))
  for (let report = 0; report < 3; report += 1) await fallback.hearReport(worker, reportWith({}))
  expect(fleet.sent).toEqual(Array.from({ length: 3 }, () => [4, 'worker-1']))
  expect(problems).toEqual([expect.stringMatching(/revision 5 is live.*the reason; they start from the snapshot of revision 4/)])
})

it.each([
  { what: 'is none', kept: [] },
  { what: 'is only the one that is refused', kept: [revisionWith({ number: 5 })] },
])('says that the node does not listen where there $what', async ({ kept }) => {
  await open(...kept).hearReport(worker, reportWith({}))
  expect([fleet.sent, problems]).toEqual([[], [expect.stringContaining('this node does not listen')]])
})

it.each([
  { what: 'runs another revision', parts: { revision: 3 } },
  { what: 'has refused nothing yet', parts: { refused: null } },
])('leaves a worker alone that $what', async ({ parts }) => {
  await open(revisionWith({ number: 4 })).hearReport(worker, reportWith(parts))
  expect([fleet.sent, problems]).toEqual([[], []])
})
