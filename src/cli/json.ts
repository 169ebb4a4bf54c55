/** Characters that JSON leaves as they are, and that a terminal may obey: controls, line separators, directions of text. */
const unprintable = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Writes JSON of printable characters alone: the same value, whatever an editor put into it. */
export function formatJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, indent)
  return `${text.replaceAll(unprintable, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
