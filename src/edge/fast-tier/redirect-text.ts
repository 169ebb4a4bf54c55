import { httpLimits } from '../../core/http-limits.ts'
import { STATUS_CODES } from '../../listener/node-http.ts'
import { redirectHeaders } from '../redirect-answers.ts'
import type { Redirected } from '../redirects.ts'

/** Writes a redirect as node:http does, byte for byte. */
export type WriteRedirect = (redirected: Redirected, closes: boolean) => string

/** What does not change within a second is written once. */
export function openRedirectText(): WriteRedirect {
  let second = -1
  let [closing, keeping] = ['', '']
  return ({ status, location, nowEpochMs }, closes) => {
    const now = Math.floor(nowEpochMs / 1_000)
    if (now !== second) {
      second = now
      const date = `Date: ${new Date(now * 1_000).toUTCString()}`
      closing = linesOf(date, 'Connection: close')
      keeping = linesOf(date, 'Connection: keep-alive', `Keep-Alive: timeout=${httpLimits.keepAliveTimeout / 1_000}`)
    }
    return `${statusLines[status]}${location}${closes ? closing : keeping}`
  }
}

const [first = '', ...others] = Object.entries(redirectHeaders('')).map(([name, value]) => `${name}: ${value}`)

/** Everything before the value of `Location`. */
const statusLines: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(STATUS_CODES).map(([status, reason]) => [status, `HTTP/1.1 ${status} ${reason}\r\n${first}`]),
)

/** Everything behind it. */
function linesOf(...last: readonly string[]): string {
  return ['', ...others, ...last, '', ''].join('\r\n')
}
