import type { Scheme } from '../request/scheme.ts'
import { fail, ok, printable, type Result } from '../result.ts'
import { parseBaseUrl } from './base-url.ts'
import { MAX_TEMPLATE_LENGTH } from './bounds.ts'

/** Form of the redirects to a CDN. */
export type UrlTemplate = {
  /** Undefined: that of the base URL, else of the video URL. */
  readonly scheme: Scheme | undefined
  /** Host with an optional port; undefined: authority and path prefix of the base URL. */
  readonly authority: string | undefined
  /** Path and query, which begin with a slash. */
  readonly rest: readonly TemplatePiece[]
}

/** A part of the video URL, or text that stands as it is. */
export type TemplatePiece = 'server' | 'path' | 'query' | { readonly text: string }

/** Template of a CDN without one of its own: `{scheme}://{base}/{server}{path}{query}`. */
export const usualTemplate: UrlTemplate = {
  scheme: undefined,
  authority: undefined,
  rest: [{ text: '/' }, 'server', 'path', 'query'],
}

const names: readonly string[] = ['scheme', 'base', 'server', 'path', 'query']
export const templateWords = `{scheme}://{base} or a scheme and a fixed host, then a path of {server}, {path} and {query}; {path} once, at most ${MAX_TEMPLATE_LENGTH} characters`

const placeholder = /\{([^{}]*)\}/
const shape = /^(https?|\{scheme\}):\/\/(\{base\}|[^/{}?#]+)((?:\/|\{path\}).*)$/s
const text = "[A-Za-z0-9._~!$&'()*+,;=:@\\/\\-]"

/** For the JSON Schema; accepts more than the parser, which test/core/config/url-template.test.ts lists. */
export const templatePattern = new RegExp(
  `^(?:https?|\\{scheme\\}):\\/\\/(?:\\{base\\}|[A-Za-z0-9.:\\-]+)(?=\\/|\\{path\\})(?=.*\\{path\\})(?:${text}|%[0-9A-Fa-f]{2}|\\{(?:server|path)\\})+(?:\\{query\\})?$`,
  'u',
)

/**
 * Faults of what stands behind the host. A dot segment may also arise where text meets a part: `/.` before a path, `.` or `2e` behind
 * one that ends in `/` or `/%`. A label has no slash, so one behind the path is found again.
 */
const faults: readonly (readonly [fault: RegExp, remedy: string])[] = [
  [/\{(?:scheme|base)\}/, 'name {scheme} and {base} before the first "/" alone'],
  [/[?#]/, 'leave "?" and "#" out: {query} brings its own "?"'],
  [/\{query\}./s, 'put {query} at the end'],
  [new RegExp(`^(?!(?:${text}|%|\\{[a-z]+\\})*$)`, 's'), 'percent-encode what a URL may not hold'],
  [/%(?![0-9A-Fa-f]{2})/, 'write "%" as "%25"'],
  [/\/(?:\.|%2e){1,2}(?:\/|\{path\}|\{query\}|$)/i, 'leave out segments of "." and ".."'],
  [/\{path\}(?:\.|%?2?e)(?:\.|%2e)?(?:\/|\{query\}|$)/i, 'leave out what makes a segment "." or ".." of the end of a path'],
  [/\{path\}[^/]*\{server\}/, 'put a "/" between {path} and {server}'],
]

/** Parses the form of the redirects to a CDN: each of its URLs has one fixed host. Fails with TEMPLATE_INVALID. */
export function parseTemplate(input: string): Result<UrlTemplate> {
  if (input.length > MAX_TEMPLATE_LENGTH) return refuse(`${input.length} characters`, 'shorten it')
  const named = piecesOf(input).flatMap((piece) => (typeof piece === 'string' ? [piece] : []))
  const unknown = named.find((name) => !names.includes(name))
  if (unknown !== undefined) return refuse(`{${unknown}}`, `use ${names.map((name) => `{${name}}`).join(' ')}`)
  const twice = named.find((name, index) => named.indexOf(name) !== index)
  if (twice !== undefined) return refuse(`{${twice}} twice`, 'name it once')
  if (!named.includes('path')) return refuse(input, 'put {path} where the path of the video belongs')
  const [, scheme, host = '', rest = ''] = shape.exec(input) ?? []
  if (scheme === undefined)
    return refuse(input, 'begin with {scheme}://{base}, or with a scheme and a host that is the same for all, then "/" or {path}')
  const base = host === '{base}' ? undefined : parseBaseUrl(host)
  if (base?.ok === false) return refuse(host, `correct the host: allowed is ${base.problem.allowed}`)
  const fault = faults.find(([pattern]) => pattern.test(rest))
  if (fault !== undefined) return refuse(input, fault[1])
  return ok({
    scheme: scheme === '{scheme}' ? undefined : (scheme as Scheme),
    authority: base?.value.authority,
    rest: piecesOf(rest) as readonly TemplatePiece[],
  })
}

/** Names of placeholders and the text between them. */
function piecesOf(template: string): readonly (string | { readonly text: string })[] {
  return template
    .split(placeholder)
    .map((piece, index) => (index % 2 === 0 ? { text: piece } : piece))
    .filter((piece) => typeof piece === 'string' || piece.text !== '')
}

function refuse(received: string, remedy: string): Result<never> {
  return fail({ code: 'TEMPLATE_INVALID', received: printable(received), allowed: templateWords, remedy })
}
