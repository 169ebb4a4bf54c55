/**
 * Patterns for the JSON Schema: one regular expression for each parser. Both cases are spelled out, since JSON Schema has no flag
 * `i`; it wants the flag `u`. The parsers decide: test/core/config/document.test.ts compares both and lists where a pattern lets
 * more through.
 */
const label = '[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?'
const number = '(?:[0-9]+|0[xX][0-9A-Fa-f]*)'

/** Pattern of `parseHostSuffix`; the schema bounds the length. */
export const hostSuffixPattern = new RegExp(`^(?:${label}\\.)*(?!${number}$)${label}$`, 'u')

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const afterHost = '(?:[:/]|$)'
const name = `(?:${label}\\.)*(?!${number}${afterHost})${label}`
const address = `(?:${octet}\\.){3}${octet}(?=${afterHost})`
const port = '(?!0+(?:/|$))(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])'
const pathPrefix = "(?!.*/(?:\\.|%2[eE]){1,2}(?:/|$))/(?:[A-Za-z0-9._~!$&'()*+,;=:@/\\-]|%[0-9A-Fa-f]{2})*"

/** Pattern of `parseBaseUrl`; the schema bounds the length. */
export const baseUrlPattern = new RegExp(
  `^(?:[Hh][Tt][Tt][Pp][Ss]?://)?(?=[A-Za-z0-9.\\-]{1,253}${afterHost})(?:${address}|${name})(?::${port})?(?:${pathPrefix})?$`,
  'u',
)

/** Pattern of `parseServerLabelPattern`; accepts ranges that run backwards, too. The look-ahead counts parts of varying length. */
export const serverLabelPatternPattern =
  /^(?=(?:[^?,]*[?,]){0,3}[^?,]*$)(?:(?:[a-z0-9-]|\\d|\[[a-z0-9-]+\])(?:\?|\{[0-9]{1,2}(?:,[0-9]{1,2})?\})?)+$/u

/** Pattern of CDN names. The parser counts UTF-16 units where JSON Schema counts characters. */
// oxlint-disable-next-line no-control-regex -- refusing them is the point
export const namePattern = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]+$/u
