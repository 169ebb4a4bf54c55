import { defineConfig } from 'vitest/config'

// Tests that need other programs (test/services) or a quiet machine (test/bench) are run by their own scripts.
const elsewhere = ['test/services/**', 'test/bench/**']

export default defineConfig({
  // Node takes graphql's CommonJS build, Vite would take the other one: two copies, and `instanceof` fails between them.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**', ...elsewhere], testTimeout: 10_000 },
      },
      {
        extends: true,
        // Whole process groups with deadlines: one file at a time, after the others.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
