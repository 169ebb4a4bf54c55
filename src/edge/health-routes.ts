import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerJson } from '../listener/answer-json.ts'
import type { HandOver } from './hand-over.ts'
import type { Draining } from '../listener/guarded-server.ts'

/** `ready`: every worker of the process group has had a table. */
export type GroupState = Draining & { ready: boolean }

/** Answers `/health/live` and `/health/ready` in the worker, so that they tell of the redirect plane even when the rest is down. */
export function addHealthRoutes(app: FastifyInstance, group: GroupState, handOver: HandOver | undefined): void {
  const isReady = (): boolean => group.ready && !group.draining
  app.route({ method: ['GET', 'HEAD'], url: '/health/live', handler: (_request, reply) => answer(reply, 200, 'OK') })
  app.route({
    method: ['GET', 'HEAD'],
    url: '/health/ready',
    handler: (_request, reply) => answer(reply, isReady() ? 200 : 503, isReady() ? 'OK' : 'DOWN'),
  })
  app.route({ method: ['GET', 'HEAD'], url: '/health', handler: report })

  function report({ raw }: FastifyRequest, reply: FastifyReply): void {
    if (handOver === undefined) return answer(reply, isReady() ? 200 : 503, isReady() ? 'OK' : 'DOWN')
    reply.hijack()
    handOver.relay(raw, reply.raw, () =>
      answerJson(reply.raw, isReady() ? 200 : 503, { status: isReady() ? 'DEGRADED' : 'DOWN' }),
    )
  }
}

function answer(reply: FastifyReply, httpStatus: number, status: string): void {
  reply.hijack()
  answerJson(reply.raw, httpStatus, { status })
}
