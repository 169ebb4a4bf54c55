import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorBody, graphqlErrorBody } from '../core/error-body.ts'
import { answerJson } from '../listener/answer-json.ts'
import { endWithAnswer } from '../listener/end-with-answer.ts'
import type { RelayKind, ShareLimits } from './control-share.ts'

/** Answer of a worker in place of the control process; always 503. */
export type RelayRefusal = {
  readonly code: string
  readonly message: string
  /** Nothing was done, so a program may simply ask again: `Retry-After` tells when. */
  readonly isRepeatable: boolean
}

export const controlUnavailable: RelayRefusal = {
  code: 'CONTROL_UNAVAILABLE',
  message: 'the control process is starting again; redirects go on, try this again in a few seconds',
  isRepeatable: true,
}

/** A request that may change something was sent whole, and no answer came. */
export const outcomeUnknown: RelayRefusal = {
  code: 'OUTCOME_UNKNOWN',
  message:
    'the control process gave no answer, and may have made the change; look at what is live and at the audit trail before you repeat it, or repeat it with the same idempotencyKey (in REST the header Idempotency-Key)',
  isRepeatable: false,
}

export function controlBusy(kind: RelayKind, limits: ShareLimits): RelayRefusal {
  const allowed = `${limits.WITH_TOKEN} in all, ${limits.STREAM} of them streams and ${limits.WITHOUT_TOKEN} without a token, and from one address nine tenths of what is no stream`
  return {
    code: 'CONTROL_BUSY',
    message: `received more ${kindNames[kind]} than are handed over at once, allowed on a worker are ${allowed}; end some, or try again in ${RETRY_SECONDS} s`,
    isRepeatable: true,
  }
}

const kindNames: Readonly<Record<RelayKind, string>> = {
  STREAM: 'streams',
  WITH_TOKEN: 'requests',
  WITHOUT_TOKEN: 'requests without a token',
}

const RETRY_SECONDS = 2

/** Answers in GraphQL's form at `/graphql`, else in the common one. */
export function answerRefused({ url = '' }: IncomingMessage, response: ServerResponse, refusal: RelayRefusal): void {
  const { code, message } = refusal
  for (const [name, value] of Object.entries(retryAfter(refusal))) response.setHeader(name, value)
  answerJson(response, 503, url.startsWith('/graphql') ? graphqlErrorBody(code, message) : errorBody(code, message))
}

/** Answers the same on a connection without a response object, and ends it. */
export function endRefused(socket: Duplex, refusal: RelayRefusal): void {
  if (!socket.writable) return
  socket.once('finish', () => socket.destroy())
  endWithAnswer(socket, 503, graphqlErrorBody(refusal.code, refusal.message), retryAfter(refusal))
}

function retryAfter({ isRepeatable }: RelayRefusal): Readonly<Record<string, string>> {
  return isRepeatable ? { 'Retry-After': String(RETRY_SECONDS) } : {}
}
