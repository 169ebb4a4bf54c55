const HIDDEN = '[hidden]'
const MAX_LENGTH = 500

/** Patterns of what could be a secret or personal, with what stays of it; in this order. */
const patterns: readonly (readonly [pattern: RegExp, stays: string])[] = [
  // Of a URL only scheme and host stay: people put tokens into paths, too.
  [/\b([a-z][a-z\d+.-]{0,30}:\/\/)(?:[^\s/?#@]*@)?([^\s/?#"'<>@]*)[^\s"'<>]*/gi, '$1$2'],
  [/\?[^\s"'<>]+/g, `?${HIDDEN}`],
  [/\b(bearer|basic|digest)\s+[^\s"',;]+/gi, `$1 ${HIDDEN}`],
  [
    /(["']?[\w-]*(?:authorization|cookie|credential|dsn|passw(?:or)?d|pwd|secret|session|token|api-?_?key)[\w-]*["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;}]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/\beyJ[\w-]*(?:\.[\w-]*){0,4}/g, HIDDEN],
  [/[^\s"'<>@]{1,64}@[\w.-]+/g, HIDDEN],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '[address]'],
  [/(?<![\w:])(?=[\da-f:]*::|(?:[\da-f]+:){7})(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?:%\w+)?(?![\w:])/gi, '[address]'],
  // Whatever is long and has letters and digits: keys, hashes, identifiers.
  [/(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=-]{20,}/gi, HIDDEN],
]

/** Takes secrets out of a text for people: the given ones, and what looks like one, like an address or like a URL. */
export function scrub(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text.slice(0, 4 * MAX_LENGTH))
  return patterns.reduce((rest, [pattern, stays]) => rest.replace(pattern, stays), known).slice(0, MAX_LENGTH)
}
