/** Highest number of a revision, and version of overrides, that is taken from a file: a database's integers end at 2^31 − 1, later ones need room. */
const MAX_NUMBER = 2_000_000_000

/** Whether a number from a file can be one of a revision, or a version. */
export function isStorableNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_NUMBER
}

/** Whether a text from a file is a moment of the years 1000 to 9999, as this program writes them. */
export function isStorableMoment(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{3}-/.test(value) && !Number.isNaN(Date.parse(value))
}

/** Whether no text in a value from JSON has what PostgreSQL has not: U+0000, or half of a surrogate pair. */
export function isStorableJson(value: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(value))
}
