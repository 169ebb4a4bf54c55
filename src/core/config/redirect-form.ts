import type { Scheme } from '../request/scheme.ts'
import { ok, type Result } from '../result.ts'
import { parseBaseUrl } from './base-url.ts'
import type { Cdn } from './cdn.ts'
import { parseTemplate, usualTemplate, type TemplatePiece } from './url-template.ts'

/** Redirects to a CDN as its base URL, its template and `httpsOnly` together make them. */
export type RedirectForm = {
  /** Undefined: that of the video URL. */
  readonly scheme: Scheme | undefined
  readonly authority: string
  /** Path of the base URL, with which `rest` begins; empty for another host. */
  readonly prefix: string
  /** Path and query, which begin with a slash. */
  readonly rest: readonly TemplatePiece[]
}

/** Fails with BASE_URL_INVALID or TEMPLATE_INVALID. */
export function redirectFormOf({ baseUrl, urlTemplate, httpsOnly }: Cdn): Result<RedirectForm> {
  const base = parseBaseUrl(baseUrl)
  if (!base.ok) return base
  const template = urlTemplate === undefined || urlTemplate === null ? ok(usualTemplate) : parseTemplate(urlTemplate)
  if (!template.ok) return template
  const { authority, rest } = template.value
  const prefix = authority === undefined ? base.value.prefix : ''
  return ok({
    scheme: httpsOnly === true ? 'https' : (template.value.scheme ?? base.value.scheme),
    authority: authority ?? base.value.authority,
    prefix,
    rest: prefix === '' ? rest : [{ text: prefix }, ...rest],
  })
}
