import { fail, ok, printableUrl, type Result } from '../result.ts'
import { MAX_URL_LENGTH } from './bounds.ts'

export const loadUrlPattern = /^https?:\/\/[!-~]+$/u
export const loadUrlWords = `http or https, a host and a path, without credentials and fragment, ${MAX_URL_LENGTH} characters at most`

/** Parses where the load of a CDN is told. Fails with LOAD_URL_INVALID, which repeats no credentials. */
export function parseLoadUrl(input: string): Result<string> {
  const url = input.length <= MAX_URL_LENGTH && loadUrlPattern.test(input) ? URL.parse(input) : null
  const isPlain = url !== null && url.username === '' && url.password === '' && url.hash === '' && !input.includes('#')
  if (isPlain) return ok(url.href)
  const remedy = 'give for example "https://exporter.example.com/load/second.json"'
  return fail({ code: 'LOAD_URL_INVALID', received: printableUrl(input), allowed: loadUrlWords, remedy })
}
