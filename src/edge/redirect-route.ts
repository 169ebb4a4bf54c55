import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { writeAnswer } from '../listener/answer.ts'
import { METHODS } from '../listener/node-http.ts'
import { asksForPage, startPage, type NodeFacts } from '../listener/start-page.ts'
import { methodAnswer, preflightAnswer } from './redirect-answers.ts'
import type { Redirects } from './redirects.ts'

/**
 * Answers `GET|HEAD|OPTIONS /` on the raw response: a redirect needs no serializer. `nodeFacts` are what the page for people shows.
 */
export function addRedirectRoute(app: FastifyInstance, redirects: Redirects, nodeFacts: () => NodeFacts): void {
  app.route({
    method: ['GET', 'HEAD', 'OPTIONS'],
    url: '/',
    handler({ raw }, reply) {
      reply.hijack()
      if (raw.method === 'OPTIONS') writeAnswer(reply.raw, preflightAnswer)
      else if (asksForPage(raw)) writeAnswer(reply.raw, startPage(nodeFacts()))
      else {
        const stopTimer = raw.method === 'GET' ? redirects.startTimer() : undefined
        writeAnswer(reply.raw, redirects.answer(raw))
        stopTimer?.()
      }
    },
  })
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method)
  app.route({
    method: METHODS.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method)),
    url: '/',
    onRequest: refuseMethod,
    handler: refuseMethod,
  })
}

/** Runs before Fastify looks at the body, so that the answer is about the method, whatever the body is. */
function refuseMethod({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  writeAnswer(reply.raw, methodAnswer(raw.method))
}
