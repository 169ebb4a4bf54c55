/**
 * Decodes %XX once, as UTF-8; `+` stays a plus. The input is a request target as Node gives it: one character a byte.
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

/** Percent-encodes, as UTF-8, what a URL may not hold; everything else stays byte for byte. */
export function encodeUnsafe(text: string): string {
  return text.replace(/["<>^{}|[\]`\u0080-\uffff]+/g, encodeURIComponent)
}

/** The same for raw bytes of the wire: each character is a byte. Controls, space and backslash are no part of a URL either. */
export function encodeUnsafeBytes(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- they can't reach us through an HTTP parser, and must not if one lets them pass
  return escapeBytes(raw).replace(/[\u0000-\u0020"<>^{}|[\]`\\\u007f]+/g, encodeURIComponent)
}

function escapeBytes(raw: string): string {
  return raw.replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}
