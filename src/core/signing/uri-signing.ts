import type { Form, Span } from './form.ts'
import { hmacSha256 } from './hmac.ts'
import { directoryOf, withoutParameters } from './url-parts.ts'

const ATTRIBUTE = 'URISigningPackage'
const ISSUER = 'sluice'
const HEADER = base64url('{"alg":"HS256"}')
/** 256 bits, the least that RFC 7518 allows for HS256. */
const MIN_KEY_BYTES = 32

/**
 * The signed JWT of RFC 9246, by HS256, as a path-style parameter before the last segment. Signs the directory and all below it. The
 * relative URLs of a playlist keep the parameter, so its segments are signed without a cookie.
 */
export const uriSigning: Form = {
  allowed: `${MIN_KEY_BYTES} bytes or more in base64url, as "k" of a JWK`,
  prepare(value) {
    const bytes = /^[\w-]{1,1024}$/.test(value) ? Buffer.from(value, 'base64url') : Buffer.alloc(0)
    if (bytes.length < MIN_KEY_BYTES) return undefined
    const hmac = hmacSha256(bytes, 'base64url')
    return ({ origin, path, query }, span) => {
      const directory = directoryOf(path)
      const unsigned = `${HEADER}.${base64url(claimsOf(origin + directory, span))}`
      const jwt = `${unsigned}.${hmac(unsigned)}`
      const kept = withoutParameters(query, [ATTRIBUTE.toLowerCase()])
      return `${origin}${directory}${ATTRIBUTE}=${jwt}/${path.slice(directory.length)}${kept}`
    }
  },
}

function claimsOf(directory: string, { fromEpochSeconds, untilEpochSeconds }: Span): string {
  const container = `regex:${escapeExpression(normalize(directory))}.*`
  return `{"cdniv":1,"iss":"${ISSUER}","nbf":${fromEpochSeconds},"exp":${untilEpochSeconds},"cdniuc":"${container}"}`
}

/** Normalizes what a Location leaves to do: the default port, and percent-encodings (RFC 3986 §6.2.2). */
function normalize(directory: string): string {
  const portless = directory.replace(/^(http:\/\/[^:/]+):80(?=\/)|^(https:\/\/[^:/]+):443(?=\/)/, '$1$2')
  return portless.includes('%') ? portless.replace(/%[\da-f]{2}/gi, normalizeEscape) : portless
}

function normalizeEscape(escape: string): string {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
}

/** Escapes what means something in an extended regular expression of POSIX, as JSON has it. A URL has no quote and no backslash. */
function escapeExpression(url: string): string {
  return url.replace(/[.[\]{}()*+?|^$]/g, String.raw`\\$&`)
}

function base64url(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64url')
}
