import type { ProbeOutcome } from '../../core/health/probe.ts'

type Failure = readonly [outcome: ProbeOutcome, message: string]

const noRoute: Failure = ['NO_ROUTE', 'this machine has no way to addresses of this family']
const noMeans: Failure = ['NO_ROUTE', 'this machine lets the check open no connection']
const reset: Failure = ['RESET', 'the connection was closed without a whole answer']

/** Codes of the system, and of Node, by outcome. */
const byCode: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: ['REFUSED', 'the connection was refused'],
  ECONNRESET: reset,
  ECONNABORTED: reset,
  EPIPE: reset,
  ETIMEDOUT: ['TIMEOUT', 'no connection in time'],
  ENETUNREACH: noRoute,
  EHOSTUNREACH: noRoute,
  EHOSTDOWN: noRoute,
  ENETDOWN: noRoute,
  EADDRNOTAVAIL: noRoute,
  EINVAL: noRoute, // a link-local address without its interface
  EAFNOSUPPORT: noRoute,
  EACCES: noMeans,
  EPERM: noMeans,
  EMFILE: noMeans,
  ENFILE: noMeans,
  ENOBUFS: noMeans,
  ENOMEM: noMeans,
}

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  CERT_REVOKED: 'the certificate is revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for other hosts',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is of an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate is of an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is of an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is of an authority that is not trusted, or comes without its chain',
}

/** Outcome of an error of the connection, in words without addresses. An error without a code of its own in a handshake is TLS's. */
export function failureOf(error: Error, isHandshake: boolean): Failure {
  const code = 'code' in error ? String(error.code) : ''
  const known = byCode[code]
  if (known !== undefined) return known
  if (code.startsWith('HPE_')) return ['PROTOCOL', `the answer is not HTTP (${code})`]
  if (isHandshake) return ['TLS', certificateFaults[code] ?? `TLS fails (${code})`]
  return reset
}
