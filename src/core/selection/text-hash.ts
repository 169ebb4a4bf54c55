/** Start of a hash (FNV-1a, 32 bits). */
const START = 0x81_1c_9d_c5

export function hashText(text: string): number {
  return extendHash(START, text, text.length)
}

/** Goes on with a hash over the first `length` characters of a text. */
export function extendHash(hash: number, text: string, length: number): number {
  let extended = hash
  for (let index = 0; index < length; index += 1) extended = extendByCode(extended, text.charCodeAt(index))
  return extended >>> 0
}

/** Goes on with a hash over one character. The result may be negative: `>>> 0` makes the hash of it. */
export function extendByCode(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01_00_01_93)
}

/** Spreads a hash over all 32 bits: alike inputs give unlike outputs, different inputs different ones (finalizer of MurmurHash3). */
export function mixHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85_eb_ca_6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2_b2_ae_35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
