import { METHODS, type IncomingMessage, type ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorBody } from '../core/error-body.ts'
import { refusalMessage, refusalStatus, type Refusal } from '../core/request/refusal.ts'
import { advance } from '../core/routing/counters.ts'
import { decide } from '../core/routing/decide.ts'
import type { Decision } from '../core/routing/decision.ts'
import { countDecision, rateLimited, type TrafficCounts } from '../core/traffic.ts'
import type { Clock } from '../ports/clock.ts'
import type { CurrentTable } from './current-table.ts'
import { answerJson } from '../listener/answer-json.ts'
import type { AddressOf } from '../listener/client-address.ts'
import { answerOverrun } from './redirect-limiter.ts'

/** What a rate limit counts by: time, and clients. */
export type LimitedBy = { readonly clock: Clock; readonly addressKeyOf: AddressOf }

/** `GET|HEAD|OPTIONS /`, written to the raw response: nothing of a redirect needs a serializer. */
export function addRedirectRoute(
  app: FastifyInstance,
  current: CurrentTable,
  traffic: TrafficCounts,
  { clock, addressKeyOf }: LimitedBy,
): void {
  app.route({ method: ['GET', 'HEAD', 'OPTIONS'], url: '/', handler: answer })
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method)
  app.route({
    method: METHODS.filter((method) => !allowedMethods.includes(method)),
    url: '/',
    onRequest: refuseMethod,
    handler: refuseMethod,
  })

  function answer({ raw: request }: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    if (request.method === 'OPTIONS') answerPreflight(reply.raw)
    else redirect(request, reply.raw)
  }

  function redirect(request: IncomingMessage, response: ServerResponse): void {
    const { table, counters } = current
    if (table === undefined)
      return answerJson(response, 503, errorBody('NOT_READY', 'this worker has no configuration yet; try again in a second'))
    const overrun = current.limiter?.take(() => addressKeyOf(request), clock.nowMonoMs())
    if (overrun !== undefined) {
      if (request.method === 'GET') countDecision(traffic, rateLimited)
      return answerOverrun(response, overrun)
    }
    const decision = decide(table, counters, request.url ?? '/')
    if (request.method === 'GET') {
      advance(counters, decision)
      countDecision(traffic, decision)
    }
    if (decision.kind === 'REFUSED') answerRefusal(response, decision)
    else answerRedirect(response, decision, table.redirectStatus)
  }
}

const allowedMethods = ['GET', 'HEAD', 'OPTIONS']

function answerRedirect(response: ServerResponse, decision: Exclude<Decision, Refusal>, status: number): void {
  response.writeHead(status, {
    Location: decision.location,
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    'Content-Length': '0',
  })
  response.end()
}

function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  answerJson(response, refusalStatus(refusal.code), errorBody(refusal.code, refusalMessage(refusal), 'video'))
}

/** The four CMCD headers (CTA-5004) and what players send with ranges; a preflight may be kept for a day. */
function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'CMCD-Request, CMCD-Object, CMCD-Session, CMCD-Status, Range, Content-Type',
    'Access-Control-Max-Age': '86400',
    'Cache-Control': 'no-store',
  })
  response.end()
}

/** Before Fastify looks at the body: whatever that is, the method is what is wrong. */
function refuseMethod({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  reply.raw.setHeader('Allow', allowedMethods.join(', '))
  answerJson(
    reply.raw,
    405,
    errorBody(
      'METHOD_NOT_ALLOWED',
      `received ${raw.method ?? 'no method'}, allowed are ${allowedMethods.join(', ')}; ask with GET`,
    ),
  )
}
