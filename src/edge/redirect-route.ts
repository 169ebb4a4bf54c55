import { METHODS, type IncomingMessage, type ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { observe } from '../core/histogram.ts'
import type { Client } from '../core/request/client.ts'
import { describeAccess } from '../core/routing/access-line.ts'
import { advance } from '../core/routing/counters.ts'
import { decide } from '../core/routing/decide.ts'
import { countDecision, rateLimited, type TrafficCounts } from '../core/routing/traffic.ts'
import { workerBounds } from '../core/worker-timings.ts'
import { writeAnswer, type Answer } from '../listener/answer.ts'
import type { AddressOf } from '../listener/client-address.ts'
import type { AccessLog } from '../ports/access-log.ts'
import type { Clock } from '../ports/clock.ts'
import type { CurrentTable } from './current-table.ts'
import {
  methodAnswer,
  notReadyAnswer,
  overrunAnswer,
  preflightAnswer,
  redirectAnswer,
  refusalAnswer,
} from './redirect-answers.ts'
import { asksForPage, startPage, type NodeFacts } from '../listener/start-page.ts'
import type { WorkerCounts } from './worker-counts.ts'

/**
 * Facts of a request beside its target: a rate limit counts clients by `addressKeyOf`, a policy tells them apart by `networkOf`. Where a
 * CDN is out over one address family, `isIpv6` tells whose clients pass it over.
 */
export type RequestFacts = {
  readonly clock: Clock
  readonly accessLog: AccessLog
  readonly networkOf: AddressOf
  readonly isIpv6: (request: IncomingMessage) => boolean
  readonly addressKeyOf: AddressOf
  /** Facts that the page for people shows. */
  readonly nodeFacts: () => NodeFacts
}

/** Answers `GET|HEAD|OPTIONS /` on the raw response: a redirect needs no serializer. */
export function addRedirectRoute(
  app: FastifyInstance,
  current: CurrentTable,
  { traffic, timings }: WorkerCounts,
  { clock, accessLog, networkOf, isIpv6, addressKeyOf, nodeFacts }: RequestFacts,
): void {
  app.route({
    method: ['GET', 'HEAD', 'OPTIONS'],
    url: '/',
    handler({ raw }, reply) {
      reply.hijack()
      if (raw.method === 'OPTIONS') writeAnswer(reply.raw, preflightAnswer)
      else if (asksForPage(raw)) writeAnswer(reply.raw, startPage(nodeFacts()))
      else if (raw.method === 'GET' && isSample(traffic)) answerTimed(raw, reply.raw)
      else writeAnswer(reply.raw, redirect(raw))
    },
  })
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method)
  app.route({
    method: METHODS.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method)),
    url: '/',
    onRequest: refuseMethod,
    handler: refuseMethod,
  })

  /** One for all requests, which are decided one after the other: most ask it for nothing. */
  const client: Client = { network: () => (network ??= networkOf(asking)), isIpv6: () => isIpv6(asking) }
  let asking: IncomingMessage
  /** Network of the asking client: of many rules that ask each is told the same. */
  let network: string | undefined

  function answerTimed(request: IncomingMessage, response: ServerResponse): void {
    const startMonoMs = clock.nowMonoMs()
    writeAnswer(response, redirect(request))
    observe(timings.redirect, workerBounds.redirect, (clock.nowMonoMs() - startMonoMs) / 1_000)
  }

  function redirect(request: IncomingMessage): Answer {
    const { running } = current
    if (running.kind === 'WAITING') return notReadyAnswer()
    const { table, counters, budgets, limiter, sampler } = running
    const isCounted = request.method === 'GET'
    const overrun = limiter?.take(() => addressKeyOf(request), clock.nowMonoMs())
    if (overrun !== undefined) {
      if (isCounted) countDecision(traffic, rateLimited, table.pools)
      if (isCounted && sampler?.take() === true) accessLog.write(describeAccess(table, counters, rateLimited))
      return overrunAnswer(overrun)
    }
    asking = request
    network = undefined
    budgets?.moveTo(clock.nowMonoMs())
    const decision = decide(table, counters, request.url ?? '/', client)
    if (isCounted) {
      advance(counters, decision)
      countDecision(traffic, decision, table.pools)
      if (sampler?.take() === true) accessLog.write(describeAccess(table, counters, decision))
    }
    return decision.kind === 'REFUSED' ? refusalAnswer(decision) : redirectAnswer(decision, table.redirectStatus)
  }
}

/** Whether the request that comes now is measured: one in 64, the first among them. */
function isSample({ origin, cdn, refused }: TrafficCounts): boolean {
  return ((origin + cdn + refused) & 63) === 0
}

/** Runs before Fastify looks at the body, so that the answer is about the method, whatever the body is. */
function refuseMethod({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  writeAnswer(reply.raw, methodAnswer(raw.method))
}
