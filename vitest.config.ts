import { defineConfig } from 'vitest/config'

// Tests that need other programs (test/services), a quiet machine (test/bench) or minutes (test/soak) are run by their own scripts.
const elsewhere = ['test/services/**', 'test/bench/**', 'test/soak/**']

/** Every role over every transport, every form of a pool, 20,000 drawn requests: a minute of CPU, so that `npm test` stays under three. */
const long = [
  'control/access/permissions',
  'control/audit/audit-appended',
  'control/masking',
  'control/pools',
  'edge/readers-alike',
].map((name) => `test/${name}.test.ts`)

// Opening a database takes seconds where the machine is busy, ten of them where it is very busy.
const unit = {
  name: 'unit',
  isolate: false, // a process runs many files: loading everything for each took half of the time
  include: ['test/**/*.test.ts'],
  exclude: ['test/e2e/**', ...elsewhere, ...long],
  testTimeout: 30_000,
  hookTimeout: 60_000,
}
/**
 * Crowds and loads on a whole group, and promises of a second or a few about what starts anew, for which the starts of others would take
 * the cores: one file at a time. `npm run test:services` alone runs them.
 */
const alone = [
  'e2e/acceptors',
  'e2e/admin-floods',
  'e2e/drain',
  'e2e/faults',
  'e2e/few-files',
  'e2e/hostile-graphql',
  'e2e/origin-budget',
  'e2e/overrides',
  'e2e/publish-under-load',
  'e2e/rate-limit',
  'services/health-nodes',
  'services/outcome-unknown',
  'services/redis-away',
  'services/revision-cache',
].map((name) => `test/${name}.test.ts`)
/** Mostly they wait, for a program, a start or an end after half a minute: three at a time, and there alone as well. */
const waiting = [
  'api-guide',
  'canary',
  'canary-crashes',
  'cli',
  'client-address',
  'commands',
  'crashes',
  'cross-origin',
  'errors',
  'first-use',
  'graphql-over-http',
  'health',
  'health-through-ends',
  'load',
  'logs',
  'metrics',
  'night',
  'outside-loads',
  'refused-revision',
  'reload',
  'secrets',
  'signed-urls',
  'starts',
  'stderr',
  'where-clients-are',
].map((name) => `test/e2e/${name}.test.ts`)
/** 2,000 subscribers, and editors who meet in the database: a minute, and what is in the embedded stack is in the other one as well. */
const onServicesAlone = ['test/e2e/dashboards.test.ts', 'test/e2e/many-editors.test.ts']
/** What is alike whatever the store is; once is enough. */
const alike = [
  'acceptors',
  'admin-floods',
  'api-guide', // query-plans asks all of it on PostgreSQL
  'canary', // on two nodes in test/services
  'cli',
  'client-address',
  'commands',
  'cross-origin',
  'drain',
  'errors',
  'faults', // of the store: database-away and redis-away in test/services
  'few-files',
  'first-use',
  'graphql-over-http',
  'health',
  'health-through-ends',
  'hostile-graphql',
  'load',
  'logs',
  'metrics',
  'night',
  'origin-budget', // on two nodes in test/services
  'outside-loads',
  'overrides', // on two nodes in test/services, and while the store is away
  'publish-under-load',
  'rate-limit',
  'refused-revision',
  'reload',
  'secrets',
  'signed-urls',
  'starts',
  'stderr',
  'where-clients-are',
].map((name) => `test/e2e/${name}.test.ts`)
/** What clients do that nobody should: `unit` has it on the transport of `auto`, these on the others. */
const onTransport = (transport: string) => ({
  ...unit,
  name: `edge on ${transport}`,
  include: ['abuse', 'abuse-order', 'connection-cap', 'redirect-route', 'rate-limit', 'worker-counts', 'smuggling'].map(
    (name) => `test/edge/${name}.test.ts`,
  ),
  exclude: [],
  maxWorkers: 2,
  sequence: { groupOrder: 3 },
  env: { FAST_TIER: transport },
})
/** Whole process groups, after the others. */
const e2e = {
  name: 'e2e',
  include: ['test/e2e/**/*.test.ts'],
  exclude: [...alone, ...waiting, ...onServicesAlone],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
}
const unitThatTakesLong = {
  ...unit,
  name: 'unit that takes long',
  include: long,
  exclude: [],
  maxWorkers: 2,
  sequence: { groupOrder: 3 }, // alone: it takes both cores, and the others have deadlines
}
const threeAtATime = { ...e2e, exclude: [], maxWorkers: 3, sequence: { groupOrder: 0 } }
const e2eThatWaits = { ...threeAtATime, name: 'e2e that waits', include: waiting }
/** They wait for what is away. */
const services = { ...threeAtATime, name: 'services', include: ['test/services/**/*.test.ts'], exclude: alone }
/** The same on a PostgreSQL and a Redis that are started for it. */
const e2eOnServices = {
  ...e2e,
  name: 'e2e on services',
  exclude: alike,
  env: { SLUICE_TEST_STACK: 'services' },
  globalSetup: 'test/support/services.ts',
}
const inTurn = { ...e2e, exclude: [], maxWorkers: 1, sequence: { groupOrder: 2 } }
const e2eAlone = { ...inTurn, name: 'e2e alone', include: alone }
/** The same cases as elsewhere, for longer: `npm run test:soak`. */
const soak = { ...inTurn, name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 600_000 }

/** By `vitest run --mode`. */
const projects: Readonly<Record<string, readonly object[]>> = {
  services: [unitThatTakesLong, onTransport('public'), onTransport('off'), e2eThatWaits, services, e2eOnServices, e2eAlone],
  soak: [soak],
}

export default defineConfig(({ mode }) => ({
  // Node takes graphql's CommonJS build, Vite would take the other one: two copies, and `instanceof` fails between them.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    projects: (projects[mode] ?? [unit, e2e]).map((test) => ({ extends: true, test })),
  },
}))
