/** Highest revision number and overrides version taken from a file. Database integers end at 2^31 − 1; later ones need room. */
const MAX_NUMBER = 2_000_000_000

/** Whether a value from a file can be a revision number or a version. */
export function isStorableNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_NUMBER
}

/** Whether a value from a file is a moment of the years 1000 to 9999, as this program writes it. */
export function isStorableMoment(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{3}-/.test(value) && !Number.isNaN(Date.parse(value))
}

/** Whether a value from a file or another node is a Unix time that a `Date` can have. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 8.64e15
}

/** Whether PostgreSQL can store a value from JSON: it refuses texts with U+0000 or half of a surrogate pair. */
export function isStorableJson(value: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(value))
}

/** Whether a value from JSON is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Replaces U+0000 and lone surrogates by U+FFFD, since PostgreSQL can't store them: a token's subject may have some. Configurations
 * and messages have none, since core refuses them.
 */
export function storable(text: string, maxLength = text.length): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text
  return cut.replaceAll('\0', '\ufffd').toWellFormed()
}
