/**
 * Decodes %XX once, as UTF-8; `+` stays a plus. The input is a request target as Node gives it: one character per byte.
 * Undefined when an escape is broken or the bytes are not UTF-8. RFC 3986 §2.1.
 */
export function decodeOnce(raw: string): string | undefined {
  const ascii = /[\u0080-\u00ff]/.test(raw) ? escapeBytes(raw) : raw
  if (!ascii.includes('%')) return raw
  try {
    return decodeURIComponent(ascii)
  } catch {
    return undefined
  }
}

/** Percent-encodes, as UTF-8, characters that a URL may not hold; everything else stays byte for byte. */
export function encodeUnsafe(text: string): string {
  // Looking costs a third of replacing, and mostly there is nothing to replace.
  return hasUnsafe.test(text) ? text.replace(unsafe, encodeURIComponent) : text
}

const unsafe = /["<>^{}|[\]`\u0080-\uffff]+/g
const hasUnsafe = new RegExp(unsafe.source)

/** Percent-encodes raw bytes of the wire in the same way: each character is a byte. Also encodes controls, space and backslash. */
export function encodeUnsafeBytes(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- an HTTP parser should refuse them already; this is the second barrier
  return escapeBytes(raw).replace(/[\u0000-\u0020"<>^{}|[\]`\\\u007f]+/g, encodeURIComponent)
}

function escapeBytes(raw: string): string {
  return raw.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}
