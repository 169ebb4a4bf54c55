import { defineConfig } from 'vitest/config'

// Tests that need other programs (test/services), a quiet machine (test/bench) or minutes (test/soak) are run by their own scripts.
const elsewhere = ['test/services/**', 'test/bench/**', 'test/soak/**']

// Opening a database takes seconds where the machine is busy, ten of them where it is very busy.
const unit = {
  name: 'unit',
  isolate: false, // a process runs many files: loading everything for each took half of the time
  include: ['test/**/*.test.ts'],
  exclude: ['test/e2e/**', ...elsewhere],
  testTimeout: 30_000,
  hookTimeout: 60_000,
}
/** Crowds and loads on a whole group, some with a deadline of a second: one file at a time. `npm run test:services` alone runs them. */
const crowds = ['admin-floods', 'few-files', 'hostile-graphql', 'many-editors', 'publish-under-load', 'rate-limit'].map(
  (name) => `test/e2e/${name}.test.ts`,
)
/** Mostly they wait, for a program, a start or an end after half a minute: three at a time, and there alone as well. */
const waiting = [
  'canary',
  'canary-crashes',
  'cli',
  'client-address',
  'commands',
  'crashes',
  'cross-origin',
  'drain',
  'faults',
  'graphql-over-http',
  'health',
  'health-through-ends',
  'hung-control',
  'hung-worker',
  'load',
  'logs',
  'metrics',
  'night',
  'origin-budget',
  'overrides',
  'refused-revision',
  'reload',
  'secrets',
  'starts',
  'stderr',
  'unread-answers',
].map((name) => `test/e2e/${name}.test.ts`)
/** 2,000 subscribers: a minute, and what is in the embedded stack is in the other one as well. */
const onServicesAlone = ['test/e2e/dashboards.test.ts']
/** What is alike whatever the store is; once is enough. */
const alike = [
  'admin-floods',
  'canary', // on two nodes in test/services
  'cli',
  'client-address',
  'commands',
  'cross-origin',
  'drain',
  'errors',
  'few-files',
  'graphql-over-http',
  'health',
  'health-through-ends',
  'hostile-graphql',
  'hung-control',
  'hung-worker',
  'load',
  'logs',
  'metrics',
  'night',
  'origin-budget', // on two nodes in test/services
  'overrides', // on two nodes in test/services, and while the store is away
  'publish-under-load',
  'rate-limit',
  'refused-revision',
  'reload',
  'secrets',
  'starts',
  'stderr',
  'unread-answers',
].map((name) => `test/e2e/${name}.test.ts`)
/** Whole process groups, after the others. */
const e2e = {
  name: 'e2e',
  include: ['test/e2e/**/*.test.ts'],
  exclude: [...crowds, ...waiting, ...onServicesAlone],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
}
const threeAtATime = { ...e2e, exclude: [], maxWorkers: 3, sequence: { groupOrder: 0 } }
const e2eThatWaits = { ...threeAtATime, name: 'e2e that waits', include: waiting }
/** They wait for what is away. */
const services = { ...threeAtATime, name: 'services', include: ['test/services/**/*.test.ts'] }
/** The same on a PostgreSQL and a Redis that are started for it. */
const e2eOnServices = {
  ...e2e,
  name: 'e2e on services',
  exclude: alike,
  env: { SLUICE_TEST_STACK: 'services' },
  globalSetup: 'test/support/services.ts',
}
const inTurn = { ...e2e, exclude: [], maxWorkers: 1, sequence: { groupOrder: 2 } }
const e2eInCrowds = { ...inTurn, name: 'e2e in crowds', include: crowds }
/** The same cases as elsewhere, for longer: `npm run test:soak`. */
const soak = { ...inTurn, name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 600_000 }

/** By `vitest run --mode`. */
const projects: Readonly<Record<string, readonly object[]>> = {
  services: [e2eThatWaits, services, e2eOnServices, e2eInCrowds],
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
