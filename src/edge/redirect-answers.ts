import { errorBody } from '../core/error-body.ts'
import { rateLimitHeaders, rateLimitMessage } from '../core/rate-limit/rate-limit-headers.ts'
import { refusalMessage, refusalStatus, type VideoRefusal } from '../core/request/refusal.ts'
import type { Redirect } from '../core/routing/decision.ts'
import { locationOf } from '../core/routing/location.ts'
import { jsonAnswer, type Answer } from '../listener/answer.ts'
import { rootMethodMessage, rootMethods } from '../listener/root-methods.ts'
import type { Overrun } from '../core/orders/redirect-limiter.ts'

export function redirectAnswer(redirect: Redirect, status: number, nowEpochMs: number): Answer {
  return { status, headers: redirectHeaders(locationOf(redirect, nowEpochMs)), body: '' }
}

export function redirectHeaders(location: string): Answer['headers'] {
  return {
    Location: location,
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    'Timing-Allow-Origin': '*',
    'Content-Length': '0',
  }
}

export function refusalAnswer(refusal: VideoRefusal): Answer {
  return jsonAnswer(refusalStatus(refusal.code), errorBody(refusal.code, refusalMessage(refusal), 'video'))
}

/** 429, with headers that a page's script may read. */
export function overrunAnswer({ policy, limit, verdict }: Overrun): Answer {
  const headers = rateLimitHeaders(policy, limit, verdict)
  const what = policy === 'address' ? 'requests from this address' : 'requests'
  return jsonAnswer(429, errorBody('RATE_LIMITED', rateLimitMessage(what, limit, verdict)), {
    ...headers,
    'Access-Control-Expose-Headers': Object.keys(headers).join(', '),
  })
}

export function notReadyAnswer(): Answer {
  return jsonAnswer(503, errorBody('NOT_READY', 'this worker has no configuration yet; try again in a second'))
}

export function methodAnswer(method: string | undefined): Answer {
  return jsonAnswer(405, errorBody('METHOD_NOT_ALLOWED', rootMethodMessage(method)), { Allow: rootMethods })
}

/** Allows the four CMCD headers (CTA-5004) and the headers of range requests; a preflight may be kept for a day. */
export const preflightAnswer: Answer = {
  status: 204,
  headers: {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': rootMethods,
    'Access-Control-Allow-Headers': 'CMCD-Request, CMCD-Object, CMCD-Session, CMCD-Status, Range, Content-Type',
    'Access-Control-Max-Age': '86400',
    'Cache-Control': 'no-store',
  },
  body: '',
}
