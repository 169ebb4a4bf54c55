import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayActAs, type Viewer } from '../../core/access/roles.ts'
import { checkHealth, type HealthParts } from '../health/health.ts'

const uncounted = { config: { probe: 'UNCOUNTED' } } as const
/** Counted by address, since it checks dependencies, though at most once a second for all who ask. */
const counted = { config: { probe: 'COUNTED' } } as const

/** Adds `/health`, `/health/live` and `/health/ready`. The public listener answers the last two by itself. */
export function addHealthRoutes(
  app: FastifyInstance,
  parts: HealthParts,
  viewerOf: (request: FastifyRequest) => Viewer | undefined,
): void {
  app.get('/health/live', uncounted, async (_request, reply) => answer(reply, 200, { status: 'OK' }))
  app.get('/health/ready', uncounted, async (_request, reply) =>
    answer(reply, parts.isReady() ? 200 : 503, { status: parts.isReady() ? 'OK' : 'DOWN' }),
  )
  app.get('/health', counted, async (request, reply) => {
    const report = await checkHealth(parts)
    const viewer = viewerOf(request)
    // Without a role only the overall state is told.
    const mayReadAll = viewer !== undefined && mayActAs(viewer, 'viewer')
    return answer(reply, report.status === 'DOWN' ? 503 : 200, mayReadAll ? report : { status: report.status })
  })
}

function answer(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.status(status).header('Cache-Control', 'no-store').send(body)
}
