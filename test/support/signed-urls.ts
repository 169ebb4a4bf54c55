import { createHash, createHmac, createPublicKey, verify, type JsonWebKey } from 'node:crypto'

/** What a CDN knows when it is asked: the values of the secret that it takes, two during a rotation, and the time. */
export type CdnCheck = { readonly secrets: readonly string[]; readonly nowEpochSeconds: number }

/** How a CDN answers a request for a URL, by the documents of each form and not by the code that signs. */
export const cdnChecks: Readonly<Record<'EDGE_AUTH' | 'SECURE_LINK' | 'URI_SIGNING', (url: string, check: CdnCheck) => boolean>> =
  {
    EDGE_AUTH: checkEdgeAuth,
    SECURE_LINK: checkSecureLink,
    URI_SIGNING: checkUriSigning,
  }

/** Moves what signs a URL to another path: as a playlist's segments are asked for, or as somebody would try elsewhere. */
export function moveTo(url: string, path: string): string {
  const token = /\/URISigningPackage=[^/]+/.exec(url)?.[0] ?? ''
  const { origin, search } = new URL(url)
  const at = path.lastIndexOf('/')
  return `${origin}${path.slice(0, at)}${token}${path.slice(at)}${search}`
}

function checkEdgeAuth(url: string, { secrets, nowEpochSeconds }: CdnCheck): boolean {
  const token = parameterOf(url, 'hdnts')
  const fields = new Map(
    token.split('~').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  )
  const signed = token.slice(0, token.lastIndexOf('~'))
  const hmac = fields.get('hmac')
  const isGenuine = secrets.some(
    (secret) => createHmac('sha256', Buffer.from(secret, 'hex')).update(signed).digest('hex') === hmac,
  )
  const lists = (fields.get('acl') ?? '').split('!')
  const isListed = lists.some((list) => asExpression(list).test(pathOf(url)))
  return isGenuine && isListed && Number(fields.get('exp')) >= nowEpochSeconds
}

function asExpression(wildcards: string): RegExp {
  const parts = [...wildcards].map(
    (one) => ({ '*': '.*', '?': '.' })[one] ?? one.replace(/[\\^$.*+?()[\]{}|/-]/, String.raw`\$&`),
  )
  return new RegExp(`^${parts.join('')}$`)
}

/** As nginx with `secure_link $arg_md5,$arg_expires` and `secure_link_md5 "$secure_link_expires$uri SECRET"`. */
function checkSecureLink(url: string, { secrets, nowEpochSeconds }: CdnCheck): boolean {
  const [md5, expires] = [parameterOf(url, 'md5'), parameterOf(url, 'expires')]
  const path = pathOf(url).replaceAll(/%[\da-f]{2}/gi, (escape) => Buffer.from(escape.slice(1), 'hex').toString('latin1'))
  const uri = path.replaceAll(/\/+/g, '/')
  const isGenuine = secrets.some((secret) => {
    const expression = Buffer.from(`${expires}${uri} ${secret}`, 'latin1')
    return createHash('md5').update(expression).digest('base64url') === md5
  })
  return isGenuine && Number(expires) >= nowEpochSeconds
}

/** By RFC 9246: takes the package out of the URI, verifies it, and matches the container with what is left, normalized. */
function checkUriSigning(url: string, { secrets, nowEpochSeconds }: CdnCheck): boolean {
  const [taken, jwt = ''] = /\/URISigningPackage=([^/]+)/.exec(url) ?? []
  const keys = secrets.map((secret) => ({ kty: 'oct', k: secret }))
  const claims = taken === undefined ? undefined : claimsOf(jwt, keys)
  if (taken === undefined || claims === undefined) return false
  const { exp, nbf, cdniuc } = claims as { readonly exp: number; readonly nbf: number; readonly cdniuc: string }
  const uri = normalize(url.replace(taken, ''))
  const isMatched = cdniuc.startsWith('regex:') && new RegExp(`^(?:${cdniuc.slice(6)})$`).test(uri)
  return isMatched && nbf <= nowEpochSeconds && exp > nowEpochSeconds
}

/** The claims of a signed JWT that one of these keys verifies; undefined: none does. */
export function claimsOf(jwt: string, keys: readonly JsonWebKey[]): Readonly<Record<string, unknown>> | undefined {
  const [header = '', payload = '', signature = ''] = jwt.split('.')
  const { alg } = read(header) as { readonly alg: string }
  const isGenuine = keys.some((key) => {
    const signed = Buffer.from(`${header}.${payload}`)
    const bytes = Buffer.from(signature, 'base64url')
    if (alg === 'HS256' && key.kty === 'oct')
      return createHmac('sha256', Buffer.from(key.k ?? '', 'base64url'))
        .update(signed)
        .digest()
        .equals(bytes)
    if (alg !== 'ES256' || key.kty !== 'EC') return false
    const publicKey = createPublicKey({ key, format: 'jwk' })
    return verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)
  })
  return isGenuine ? (read(payload) as Readonly<Record<string, unknown>>) : undefined
}

function read(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}

function normalize(url: string): string {
  return url
    .replace(/^(https?:\/\/)([^/:]+)(:\d+)?/, (_, scheme: string, host: string, port: string | undefined) => {
      const isDefault = port === (scheme === 'http://' ? ':80' : ':443')
      return `${scheme}${host.toLowerCase()}${isDefault ? '' : (port ?? '')}`
    })
    .replaceAll(/%[\da-f]{2}/gi, (escape) => {
      const character = Buffer.from(escape.slice(1), 'hex').toString('latin1')
      return /^[A-Za-z0-9._~-]$/.test(character) ? character : escape.toUpperCase()
    })
}

function pathOf(url: string): string {
  return /^https?:\/\/[^/]+([^?]*)/.exec(url)?.[1] ?? ''
}

/** The first parameter of this name, as nginx finds it. */
function parameterOf(url: string, name: string): string {
  return new RegExp(`[?&]${name}=([^&]*)`, 'i').exec(url)?.[1] ?? ''
}
