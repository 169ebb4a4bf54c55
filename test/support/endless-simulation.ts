import { openProcessSimulator } from '../../src/adapters/simulator/simulator.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { underOverrides } from '../../src/core/conditions/effective.ts'
import { unknownFacts } from '../../src/core/geo/client-facts.ts'
import { ok } from '../../src/core/result.ts'
import { configWith } from './config.ts'
import { noRecords } from './record-source.ts'

// Asks for a simulation that has no end within a test, and waits for it.
const situation = { config: configWith(), conditions: underOverrides([]) }
const requests = [{ video: 'https://s1.origin-cluster/a', address: '192.0.2.1', facts: unknownFacts, userAgent: '', count: 1e12 }]
const input = { before: situation, after: situation, traffic: { kind: 'GIVEN', requests } } as const
await openProcessSimulator(systemClock, noRecords, { deadlineMs: 600_000 }).simulate(async () => ok(input), 'ann')
