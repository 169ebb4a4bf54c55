import { expect, it } from 'vitest'
import { failureOf } from '../../../src/adapters/http/probe-failure.ts'
import type { ProbeOutcome } from '../../../src/core/health/probe.ts'

/** Outcomes of errors whose causes a test can't make on each machine, by code. */
const outcomes: readonly (readonly [ProbeOutcome, isHandshake: boolean, codes: readonly string[]])[] = [
  ['NO_ROUTE', false, ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETDOWN', 'EINVAL', 'EMFILE', 'EACCES']],
  ['TIMEOUT', false, ['ETIMEDOUT']],
  ['REFUSED', true, ['ECONNREFUSED']],
  ['RESET', true, ['ECONNRESET', 'EPIPE']],
  ['RESET', false, ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', '']],
  ['TLS', true, ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'CERT_NOT_YET_VALID', 'SELF_SIGNED_CERT_IN_CHAIN', '']],
  ['PROTOCOL', false, ['HPE_INVALID_CONSTANT', 'HPE_HEADER_OVERFLOW']],
]

it.each(outcomes)('an error is %s, amid a handshake: %s', (outcome, isHandshake, codes) => {
  for (const code of codes) {
    const message = 'connect to 192.0.2.1:443 failed'
    const [actual, words] = failureOf(Object.assign(new Error(message), code === '' ? {} : { code }), isHandshake)
    expect([code, actual]).toEqual([code, outcome])
    expect(words).not.toContain('192.0.2.1')
  }
})
