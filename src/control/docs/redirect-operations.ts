import { z } from 'zod'
import { redirectStatuses } from '../../core/config/redirect-status.ts'
import { refusalCodes, refusalMessage, refusalStatus, refuse } from '../../core/request/refusal.ts'
import type { Answer, ErrorCodes, Operation, Parameter, PathOperations } from '../rest/operation.ts'

const told = {
  GET: {
    summary: 'Sends a player to the origin or to a CDN',
    description: `With ratio N the valid requests number N, 2N, 3N … go to the video URL itself, all others to a CDN; only valid GETs count.
For a valid URL the answer is always a redirect, whatever else is down.

The query inside \`video\` is kept. When it has one, unknown top-level parameters are appended to it, as players often paste an
unencoded URL; better is \`encodeURIComponent\`. Any other method than GET, HEAD and OPTIONS is 405 \`METHOD_NOT_ALLOWED\` with \`Allow\`.

A browser follows the redirect by itself; to see it: \`curl -i 'http://HOST/?video=URL'\`.`,
  },
  HEAD: {
    summary: 'Tells the answer of the next GET',
    description: 'Answers as the GET that comes next in that worker, without a body, and moves no counter.',
  },
}

const parameters: readonly Parameter[] = [
  {
    name: 'video',
    in: 'query',
    required: true,
    description:
      'The URL of the video at the origin, percent-encoded; given once, at most 4,096 UTF-16 units after its one decoding.',
    schema: z.string(),
    example: 'http://s1.origin-cluster/video/1488/xcg2djHckad.m3u8',
  },
  ...['_HLS_msn', '_HLS_part', '_HLS_skip'].map((name) => ({
    name,
    in: 'query' as const,
    description: 'A delivery directive of low-latency HLS: always goes along to the target.',
    schema: z.string(),
  })),
  { name: 'CMCD', in: 'query', description: 'Common media client data (CTA-5004): goes no further.', schema: z.string() },
]

const errors: ErrorCodes = {
  ...(Object.fromEntries(
    refusalCodes.map((code) => [code, [refusalStatus(code), refusalMessage(refuse(code, '...'))]]),
  ) as ErrorCodes),
  RATE_LIMITED: [429, 'more than the rate limit lets through, where an operator has switched one on; `Retry-After` says when'],
  HEADERS_TOO_LARGE: [431, 'the request head is over 16 KiB'],
  NOT_READY: [503, 'this worker has no configuration yet'],
}

/** Operations of `/`, which the redirect workers answer; they know nothing of this document. */
export const redirectOperations: Readonly<Record<string, PathOperations>> = {
  '/': { get: redirect('GET'), head: redirect('HEAD'), options: preflight() },
}

function redirect(method: 'GET' | 'HEAD'): Operation {
  const { description, summary } = told[method]
  return { summary, description, tag: 'Redirect', parameters, answers: redirects(), errors }
}

function redirects(): Record<number, Answer> {
  const headers = {
    Location: 'The target: absolute, built of the parsed parts',
    'Cache-Control': '`no-store`',
    'Access-Control-Allow-Origin': '`*`',
    'Timing-Allow-Origin': '`*`',
  }
  const entries = redirectStatuses.map((status) => [
    status,
    { headers, description: status === 302 ? 'The redirect' : `The redirect, when the setting \`redirectStatus\` is ${status}` },
  ])
  return Object.fromEntries(entries) as Record<number, Answer>
}

function preflight(): Operation {
  return {
    summary: 'CORS',
    description: 'A browser asks this before a player’s request with headers of its own.',
    tag: 'Redirect',
    answers: {
      204: {
        description: 'Any origin may ask',
        headers: {
          'Access-Control-Allow-Origin': '`*`',
          'Access-Control-Allow-Methods': '`GET, HEAD, OPTIONS`',
          'Access-Control-Allow-Headers': 'those of CMCD, `Range` and `Content-Type`',
          'Access-Control-Max-Age': 'in seconds',
        },
      },
    },
  }
}
