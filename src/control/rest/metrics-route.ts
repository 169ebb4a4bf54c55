import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Metrics } from '../../ports/metrics.ts'
import type { PathOperations } from './operation.ts'

/** Adds `/metrics`. `isOpen`: it needs no token, on a listener of its own. */
export function addMetricsRoute(app: FastifyInstance, metrics: Metrics, isOpen: boolean): void {
  app.get('/metrics', { config: { isOpenFor: () => isOpen } }, async (_request, reply) =>
    reply
      .header('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.render()),
  )
}

export const metricsOperations: Readonly<Record<string, PathOperations>> = {
  '/metrics': {
    get: {
      summary: 'The metrics of this node, for Prometheus',
      description:
        'On a listener of its own, `ADMIN_PORT`, it is open. Counters go down only with a restart of the control process.',
      tag: 'Health',
      answers: {
        200: {
          description: "Prometheus' text format, version 0.0.4",
          content: [
            {
              mediaType: 'text/plain',
              schema: z.string(),
              examples: { requests: '# TYPE sluice_requests_total counter\nsluice_requests_total{branch="origin"} 1\n' },
            },
          ],
        },
      },
    },
  },
}
