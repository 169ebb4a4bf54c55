/** Reads the number of an autonomous system, 1 to 4294967295, with or without "AS" before it (RFC 5396); undefined for other text. */
export function readAsn(text: string): number | undefined {
  const [, digits] = /^(?:AS)?(\d{1,10})$/.exec(text) ?? []
  const number = Number(digits ?? 0)
  return number >= 1 && number < 2 ** 32 ? number : undefined
}
