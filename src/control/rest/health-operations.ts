import { z } from 'zod'
import { overrideShape } from '../../core/override/override-shape.ts'
import type { Operation, PathOperations } from './operation.ts'
import type { HealthReport } from '../health/health.ts'

const status = z.enum(['OK', 'DEGRADED', 'DOWN'])

/** An anonymous caller gets the status alone. */
const report: z.ZodType<Partial<HealthReport>> = z.object({
  status,
  dependencies: z
    .array(
      z.object({
        name: z.string(),
        status,
        latencyMs: z.number().nullable(),
        message: z.string(),
        ageSeconds: z.int().exactOptional().meta({ description: 'age of what this node knows of it, while it is away' }),
        breaker: z
          .object({ state: z.enum(['CLOSED', 'HALF_OPEN', 'OPEN']), opens: z.int(), openSince: z.string().nullable() })
          .exactOptional()
          .meta({
            description: 'while it is open, what needs this dependency fails at once, and it is tried again every second',
          }),
      }),
    )
    .exactOptional()
    .meta({ description: 'only for a token with the role viewer' }),
  cdns: z
    .object({ healthy: z.int(), degraded: z.int(), unhealthy: z.int(), unknown: z.int(), unchecked: z.int() })
    .exactOptional()
    .meta({
      description:
        'CDNs of the live revision by health; unchecked: without a health check, or disabled. Only for a token with the role viewer',
    }),
  overrides: z
    .array(z.object(overrideShape.shape))
    .exactOptional()
    .meta({ description: 'as the GraphQL query `overrides` has them; only for a token with the role viewer' }),
})

export const healthOperations: Readonly<Record<string, PathOperations>> = {
  '/health': {
    get: probe('The overall state; with a token a report of every dependency', 'DEGRADED still redirects', report, {
      anonymous: { status: 'OK' },
      viewer: {
        status: 'OK',
        dependencies: [
          {
            name: 'config-store',
            status: 'OK',
            latencyMs: 0.4,
            message: 'holds revision 1',
            breaker: { state: 'CLOSED', opens: 0, openSince: null },
          },
          { name: 'clock', status: 'OK', latencyMs: null, message: 'within 2 s of the config store' },
        ],
        cdns: { healthy: 2, degraded: 0, unhealthy: 0, unknown: 0, unchecked: 1 },
        overrides: [],
      } satisfies HealthReport,
    }),
  },
  '/health/live': { get: probe('Whether the process answers', 'It does', z.object({ status }), { live: { status: 'OK' } }) },
  '/health/ready': {
    get: probe(
      'Whether to send players here',
      'Every worker has a valid table, and the node is not on its way out',
      z.object({ status }),
      {
        ready: { status: 'OK' },
      },
    ),
  },
}

function probe(summary: string, description: string, schema: z.ZodType, examples: Readonly<Record<string, unknown>>): Operation {
  return {
    summary,
    tag: 'Health',
    answers: {
      200: { description, content: [{ schema, examples }] },
      503: { description: 'Not ready: starting, or leaving', content: [{ schema, examples: { down: { status: 'DOWN' } } }] },
    },
  }
}
