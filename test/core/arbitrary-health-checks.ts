import fc from 'fast-check'
import { MAX_BUDGET_PER_SECOND } from '../../src/core/config/bounds.ts'
import type { HealthCheck } from '../../src/core/config/health-check.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'

const healthCheck: fc.Arbitrary<HealthCheck> = fc
  .record({
    path: fc.constantFrom('/', '/live/check.m3u8', '/a?b=%20&c="'),
    method: fc.constantFrom('GET', 'HEAD'),
    expectStatus: fc.constantFrom([], [200], [206, 404]),
    expectBody: fc.constantFrom(null, '#EXTM3U', 'é"\\'),
    intervalSeconds: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3_600 })),
    timeoutSeconds: fc.integer({ min: 1, max: 60 }),
    fall: fc.integer({ min: 1, max: 10 }),
    rise: fc.integer({ min: 1, max: 10 }),
    slowStartSeconds: fc.nat(3_600),
    internal: fc.boolean(),
  })
  .map(({ expectBody, timeoutSeconds, ...check }) => ({
    ...check,
    expectBody: check.method === 'HEAD' ? null : expectBody,
    timeoutSeconds: Math.min(timeoutSeconds, check.intervalSeconds),
  }))

const budget = fc.record(
  {
    maxRequestsPerSecond: fc.integer({ min: 1, max: MAX_BUDGET_PER_SECOND }),
    maxShare: fc.oneof(fc.constantFrom(1, 0.1, 0.1 + 0.2), fc.double({ min: 0, max: 1, minExcluded: true, noNaN: true })),
  },
  { requiredKeys: [] },
)

/** Draws health checks, budgets and the bound of ejections, or none, into the configurations. */
export function withHealthChecks(configs: fc.Arbitrary<RoutingConfig>): fc.Arbitrary<RoutingConfig> {
  const checks = fc.array(fc.option(healthCheck, { nil: undefined }), { maxLength: 3 })
  const budgets = fc.array(budget, { maxLength: 2 })
  const bound = fc.option(fc.nat(100), { nil: 50 })
  return fc.tuple(configs, checks, budgets, bound).map(([config, drawnChecks, drawnBudgets, maxEjectedPercent]) => ({
    ...config,
    cdns: config.cdns.map((cdn, index) => {
      const check = drawnChecks[index]
      return check === undefined ? cdn : { ...cdn, healthCheck: check }
    }),
    originClusters: config.originClusters.map((cluster, index) => ({ ...cluster, ...drawnBudgets[index] })),
    settings: maxEjectedPercent === 50 ? config.settings : { ...config.settings, maxEjectedPercent },
  }))
}
