import { parseJson } from '../../core/parse-json.ts'
import { unknownFacts } from '../../core/geo/client-facts.ts'
import type { AnsweredRequest } from '../../core/simulation/replay.ts'

/**
 * Reads a line of an access log, in common or combined form or as a JSON object. Undefined: it is no GET with a `video`. In the combined
 * form the Location is the first URL in quotes behind the user agent, as nginx writes it by `"$sent_http_location"`.
 */
export function readLogLine(text: string, line: number): AnsweredRequest | undefined {
  const fields = text.startsWith('{') ? fieldsOfJson(text) : fieldsOfCommon(text)
  if (fields === undefined) return undefined
  const target = targetOf(fields.request)
  if (target === undefined || !Number.isInteger(fields.status)) return undefined
  const { address, userAgent = '', status, location, country } = fields
  return { line, target, address, facts: { ...unknownFacts, country }, userAgent, status, location }
}

type LogFields = {
  /** Request line, or a request target alone. */
  readonly request: string
  readonly status: number
  readonly address?: string | undefined
  readonly location?: string | undefined
  readonly userAgent?: string | undefined
  readonly country?: string | undefined
}

/** `192.0.2.1 - - [date] "GET /?video=… HTTP/1.1" 302 0 "referer" "user agent" "location"`; all behind the status may lack. */
const common = /^(\S+) \S+ \S+ \[[^\]]*\] "((?:[^"\\]|\\.)*)" (\d{3})(?: \S+)?((?: "(?:[^"\\]|\\.)*")*)/

function fieldsOfCommon(text: string): LogFields | undefined {
  const [, address, request = '', status = '', quoted = ''] = common.exec(text) ?? []
  if (address === undefined) return undefined
  const [, userAgent, ...others] = [...quoted.matchAll(/ "((?:[^"\\]|\\.)*)"/g)].map(([, inner = '']) => unescape(inner))
  return {
    address,
    request: unescape(request),
    status: Number(status),
    userAgent: withoutDash(userAgent),
    location: others.find(isUrl), // the addresses of $http_x_forwarded_for are none
  }
}

/** Names that redirectors and proxies give to the same fields. */
const names = {
  method: ['method', 'request_method'],
  query: ['args', 'query_string'],
  request: ['request', 'target', 'request_uri', 'uri', 'url', 'path'],
  status: ['status', 'status_code', 'response_status'],
  address: ['remote_addr', 'client_ip', 'clientIp', 'ip', 'remote_ip', 'address'],
  location: ['location', 'sent_http_location', 'redirect', 'redirect_url'],
  userAgent: ['user_agent', 'http_user_agent', 'userAgent'],
  country: ['country', 'geo_country', 'country_code'],
} as const

function fieldsOfJson(text: string): LogFields | undefined {
  const parsed = parseJson(text)
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const outer = parsed as Readonly<Record<string, unknown>>
  const { request: inner } = outer
  const object = typeof inner === 'object' ? { ...inner, ...outer } : outer
  const [request, query, method = 'GET'] = [textOf(object, 'request'), textOf(object, 'query'), textOf(object, 'method')]
  if (request === undefined || method !== 'GET') return undefined
  const location = textOf(object, 'location')
  return {
    request: query === undefined || request.includes('?') ? request : `${request}?${query}`,
    status: Number(textOf(object, 'status')),
    address: textOf(object, 'address'),
    location: location !== undefined && isUrl(location) ? location : undefined,
    userAgent: textOf(object, 'userAgent'),
    country: textOf(object, 'country')?.toUpperCase(),
  }
}

function textOf(object: Readonly<Record<string, unknown>>, field: keyof typeof names): string | undefined {
  const value = names[field].map((name) => object[name]).find((one) => typeof one === 'string' || typeof one === 'number')
  return value === undefined ? undefined : withoutDash(String(value))
}

/** Query of a request for a redirect, as a target of Sluice, whatever path the other redirector has. */
function targetOf(request: string): string | undefined {
  const [method, target] = /^([A-Z]+) (\S+)/.exec(request)?.slice(1) ?? ['GET', request]
  const query = target?.slice(target.indexOf('?')) ?? ''
  return method === 'GET' && /^\?(?:.*&)?video=/.test(query) ? `/${query}` : undefined
}

/** Turns `\x22` and `\"` into the characters, as nginx and Apache write them. */
function unescape(text: string): string {
  return text.replaceAll(/\\(?:x([\da-f]{2})|(.))/gi, (_whole, code: string | undefined, char: string | undefined) =>
    code === undefined ? (char ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Whether a text is a URL, or its path alone. */
function isUrl(text: string): boolean {
  return /^(?:https?:\/\/|\/)/i.test(text)
}

function withoutDash(text: string | undefined): string | undefined {
  return text === '-' ? undefined : text
}
