import { defineConfig } from 'vitest/config'

// Tests that need other programs (test/services), a quiet machine (test/bench) or minutes (test/soak) are run by their own scripts.
const elsewhere = ['test/services/**', 'test/bench/**', 'test/soak/**']

// Opening a database takes seconds where the machine is busy.
const unit = {
  name: 'unit',
  isolate: false, // a process runs many files: loading everything for each took half of the time
  include: ['test/**/*.test.ts'],
  exclude: ['test/e2e/**', ...elsewhere],
  testTimeout: 10_000,
  hookTimeout: 60_000,
}
/** Crowds, loads, crashes and long suites on a whole group: minutes together, so `npm test` leaves them to `npm run test:services`, which runs them on both stacks. */
const crowds = [
  'admin-floods',
  'canary',
  'canary-crashes',
  'crashes',
  'faults',
  'few-files',
  'hostile-graphql',
  'many-editors',
  'night',
  'overrides',
  'publish-under-load',
  'rate-limit',
  'refused-revision',
  'reload',
  'stderr',
].map((name) => `test/e2e/${name}.test.ts`)
/** Mostly they wait, for a program or for an end after half a minute or so, and none has a short deadline: two at a time. */
const waiting = [
  'cli',
  'client-address',
  'commands',
  'cross-origin',
  'drain',
  'graphql-over-http',
  'hung-control',
  'hung-worker',
  'metrics',
  'secrets',
  'starts',
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
  'hostile-graphql',
  'hung-control',
  'hung-worker',
  'load',
  'logs',
  'metrics',
  'night',
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
/** Whole process groups with deadlines: one file at a time, after the others. */
const inTurn = {
  include: ['test/e2e/**/*.test.ts'],
  exclude: [...crowds, ...waiting, ...onServicesAlone],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  maxWorkers: 1,
  sequence: { groupOrder: 1 },
}
/** What is left of them has no deadline of a second. */
const e2e = { ...inTurn, name: 'e2e', maxWorkers: 2 }
const twoAtATime = { ...inTurn, exclude: [], maxWorkers: 2, sequence: { groupOrder: 0 } }
const e2eThatWaits = { ...twoAtATime, name: 'e2e that waits', include: waiting }
const e2eInCrowds = { ...inTurn, name: 'e2e in crowds', include: crowds, exclude: [] }
/** They wait for what is away. */
const services = { ...twoAtATime, name: 'services', include: ['test/services/**/*.test.ts'] }
/** The same on a PostgreSQL and a Redis that are started for it. */
const e2eOnServices = {
  ...inTurn,
  name: 'e2e on services',
  exclude: alike,
  env: { SLUICE_TEST_STACK: 'services' },
  globalSetup: 'test/support/services.ts',
}
/** The same cases as elsewhere, for longer: `npm run test:soak`. */
const soak = { ...inTurn, name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 600_000 }

/** By `vitest run --mode`. */
const projects: Readonly<Record<string, readonly object[]>> = {
  services: [e2eThatWaits, services, e2eInCrowds, e2eOnServices],
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
