import { observe } from '../core/histogram.ts'
import { describeAccess } from '../core/routing/access-line.ts'
import { advance } from '../core/routing/counters.ts'
import { decide } from '../core/routing/decide.ts'
import type { Decision } from '../core/routing/decision.ts'
import { locationOf } from '../core/routing/location.ts'
import { countDecision, rateLimited } from '../core/routing/traffic.ts'
import { workerBounds } from '../core/worker-timings.ts'
import type { Running } from '../core/orders/take-orders.ts'
import type { Answer } from '../listener/answer.ts'
import type { AddressOf } from '../listener/client-address.ts'
import type { AccessLog } from '../ports/access-log.ts'
import type { Clock } from '../ports/clock.ts'
import type { Asking, AskingClient } from './client.ts'
import type { CurrentTable } from './current-table.ts'
import type { Recorder } from './recorder.ts'
import { notReadyAnswer, overrunAnswer, redirectAnswer, refusalAnswer } from './redirect-answers.ts'
import type { WorkerCounts } from './worker-counts.ts'

/** Facts of a request beside its target: a rate limit counts clients by `addressKeyOf`, rules and policies ask `client`. */
export type RedirectParts = {
  readonly clock: Clock
  readonly accessLog: AccessLog
  readonly client: AskingClient
  readonly recorder: Recorder
  readonly addressKeyOf: AddressOf<Asking>
}

/** Redirects of a worker: they are decided, counted, recorded and logged here, whoever reads the request and writes the answer. */
export type Redirects = {
  /** Answers a request of any kind; a GET is counted. */
  answer(request: Asking & { readonly method?: string | undefined; readonly url?: string | undefined }): Answer
  /** Answers a GET with a redirect. Undefined where it gets another answer or a limit applies: then nothing is counted. */
  redirect(target: string, asking: Asking): Redirected | undefined
  /** Starts to measure the GET that comes now, if it is one in 64, the first among them. To be called when it is answered. */
  startTimer(): (() => void) | undefined
}

/** `nowEpochMs`: when it was decided. */
export type Redirected = { readonly status: number; readonly location: string; readonly nowEpochMs: number }

type Runs = Extract<Running, { kind: 'RUNS' }>

export function openRedirects(
  current: CurrentTable,
  { traffic, timings }: WorkerCounts,
  { clock, accessLog, client, recorder, addressKeyOf }: RedirectParts,
): Redirects {
  return { answer, redirect, startTimer }

  function answer(request: Parameters<Redirects['answer']>[0]): Answer {
    const { running } = current
    if (running.kind === 'WAITING') return notReadyAnswer()
    const isCounted = request.method === 'GET'
    const overrun = running.limiter?.take(() => addressKeyOf(request), clock.nowMonoMs())
    if (overrun !== undefined) {
      if (isCounted) count(running, rateLimited)
      return overrunAnswer(overrun)
    }
    const decision = decideNow(running, request.url ?? '/', request)
    if (isCounted) count(running, decision)
    if (decision.kind === 'REFUSED') return refusalAnswer(decision)
    return redirectAnswer(decision, running.table.redirectStatus, clock.nowEpochMs())
  }

  function redirect(target: string, asking: Asking): Redirected | undefined {
    const { running } = current
    if (running.kind === 'WAITING' || running.limiter !== undefined) return undefined
    const decision = decideNow(running, target, asking)
    if (decision.kind === 'REFUSED') return undefined
    count(running, decision)
    const nowEpochMs = clock.nowEpochMs()
    return { status: running.table.redirectStatus, location: locationOf(decision, nowEpochMs), nowEpochMs }
  }

  function decideNow({ table, counters, budgets }: Runs, target: string, asking: Asking): Decision {
    client.moveTo(asking)
    budgets?.moveTo(clock.nowMonoMs())
    return decide(table, counters, target, client)
  }

  function count({ table, counters, sampler }: Runs, decision: Decision | typeof rateLimited): void {
    if (decision.kind !== 'REFUSED') advance(counters, decision)
    countDecision(traffic, decision, table.pools)
    recorder.hear(decision, client)
    if (sampler?.take() === true) accessLog.write(describeAccess(table, counters, decision))
  }

  function startTimer(): (() => void) | undefined {
    if (((traffic.origin + traffic.cdn + traffic.refused) & 63) !== 0) return undefined
    const startMonoMs = clock.nowMonoMs()
    return () => observe(timings.redirect, workerBounds.redirect, (clock.nowMonoMs() - startMonoMs) / 1_000)
  }
}
