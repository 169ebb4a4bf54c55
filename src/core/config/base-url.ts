import { fail, ok, printableUrl, type Result } from '../result.ts'
import { schemes, type Scheme } from '../request/scheme.ts'

/** A CDN's base URL in its parts. Without a `scheme` that of the video URL is used. */
export type BaseUrl = { readonly scheme: Scheme | undefined; readonly authority: string; readonly prefix: string }

const shape = /^(?:([a-z]+):\/\/)?([a-z0-9.-]+)(?::(\d{1,5}))?(\/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*)?$/i

/**
 * Parses `host`, `host:port` or `scheme://host`, each with an optional path prefix. Lower-cases scheme and host, drops trailing
 * slashes. Fails with BASE_URL_INVALID, also for credentials, a query, a fragment or dot segments.
 */
export function parseBaseUrl(input: string): Result<BaseUrl> {
  const parts = input.length > 512 ? null : shape.exec(input)
  if (parts === null) return invalid(input, 'scheme://host:port/prefix, of which only the host is needed')
  const scheme = parts[1]?.toLowerCase()
  if (scheme !== undefined && !isScheme(scheme)) return invalid(input, 'the scheme http or https, or none')
  const host = (parts[2] ?? '').toLowerCase()
  if (host.length > 253 || !host.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) {
    return invalid(input, 'a host of labels with a–z, 0–9 and "-"')
  }
  if (URL.parse(`http://${host}/`)?.hostname !== host) return invalid(input, 'a name, or an IPv4 address of four decimal numbers')
  const port = parts[3] === undefined ? undefined : Number(parts[3])
  if (port !== undefined && (port < 1 || port > 65_535)) return invalid(input, 'a port from 1 to 65535')
  const prefix = (parts[4] ?? '').replace(/\/+$/, '')
  if (/%(?![0-9a-f]{2})/i.test(prefix) || /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(prefix)) {
    return invalid(input, 'a path prefix without "." or ".." segments and with whole percent escapes')
  }
  return ok({ scheme, authority: port === undefined ? host : `${host}:${port}`, prefix })
}

export function formatBaseUrl(base: BaseUrl): string {
  return `${base.scheme === undefined ? '' : `${base.scheme}://`}${base.authority}${base.prefix}`
}

function isScheme(text: string): text is Scheme {
  return (schemes as readonly string[]).includes(text)
}

function invalid(input: string, allowed: string): Result<never> {
  return fail({
    code: 'BASE_URL_INVALID',
    field: 'baseUrl',
    received: printableUrl(input),
    allowed,
    remedy: 'give for example "cdn.example.com" or "https://cdn.example.com/vod"',
  })
}
