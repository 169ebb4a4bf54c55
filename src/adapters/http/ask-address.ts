import { request, type IncomingMessage } from 'node:http'
import { connect as connectPlainly, isIP, type Socket } from 'node:net'
import { connect as connectByTls, TLSSocket } from 'node:tls'
import type { ProbeOutcome, ProbeResult } from '../../core/health/probe.ts'
import { mayAsk } from './address-guard.ts'
import type { Settle } from './judge-answer.ts'
import { failureOf } from './probe-failure.ts'

/** Most interim answers (1xx) before the answer: each may have 16 KiB. */
const MAX_INTERIM = 4

export type Question = {
  readonly url: URL
  readonly method: 'GET' | 'HEAD'
  /** Whether loopback, link-local, private and metadata addresses may be asked. */
  readonly internal: boolean
  /** Time until the signal comes. */
  readonly timeoutSeconds: number
  readonly judge: (answer: IncomingMessage, settle: Settle) => void
  /** Name of this program, for those who are asked. */
  readonly userAgent: string
}

export type Answer = Omit<ProbeResult, 'latencyMs'>

export const forbidden = {
  outcome: 'FORBIDDEN',
  status: null,
  message: 'the address is internal, which this check does not allow',
  certificateEndsEpochMs: null,
} satisfies Answer

/** Sends a question to an address and judges the answer, until the signal says that time is over. Leaves nothing open. Never rejects. */
export function askAddress(address: string, question: Question, signal: AbortSignal): Promise<Answer> {
  const { url, method, internal, timeoutSeconds, userAgent } = question
  const isSecure = url.protocol === 'https:'
  const socket = connectTo(address, url)
  const outgoing = request({
    createConnection: () => socket,
    method,
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, 'user-agent': userAgent, accept: '*/*', 'accept-encoding': 'identity' },
  })
  let awaited = 'connection'
  let status: number | null = null
  let certificateEndsEpochMs: number | null = null
  let interim = 0
  return new Promise((resolve) => {
    signal.addEventListener('abort', timeOut)
    socket.once('connect', () => {
      awaited = isSecure ? 'TLS handshake' : 'answer'
      if (!mayAsk(socket.remoteAddress ?? '', internal)) settle(forbidden.outcome, forbidden.message)
    })
    socket.once('secureConnect', () => {
      awaited = 'answer'
      if (socket instanceof TLSSocket) certificateEndsEpochMs = Date.parse(socket.getPeerCertificate().valid_to)
    })
    outgoing.on('error', (error) => settle(...failureOf(error, isSecure && certificateEndsEpochMs === null)))
    outgoing.on('information', () => {
      interim += 1
      if (interim > MAX_INTERIM) settle('PROTOCOL', `received more than ${MAX_INTERIM} interim answers`)
    })
    // A switch of the protocol is an answer as well; its connection is nobody's but ours to end.
    for (const kind of ['response', 'upgrade'] as const) {
      outgoing.once(kind, (answer) => {
        awaited = 'whole body'
        status = answer.statusCode ?? null
        question.judge(answer, settle)
      })
    }
    outgoing.end()

    function timeOut(): void {
      settle('TIMEOUT', `no ${awaited} within ${timeoutSeconds} s`)
    }

    function settle(outcome: ProbeOutcome, message: string): void {
      signal.removeEventListener('abort', timeOut)
      resolve({ outcome, status, message, certificateEndsEpochMs })
      outgoing.destroy()
      socket.destroy()
    }
  })
}

/** Connects to the very address that was judged: no name is resolved a second time. */
function connectTo(host: string, url: URL): Socket {
  if (url.protocol !== 'https:') return connectPlainly({ host, port: Number(url.port || 80) })
  const name = hostOf(url)
  // Without a name, the certificate has to be for the address.
  return connectByTls({
    host,
    port: Number(url.port || 443),
    servername: isIP(name) === 0 ? name : '',
    ALPNProtocols: ['http/1.1'],
  })
}

/** Host of a URL: a name, or an address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
