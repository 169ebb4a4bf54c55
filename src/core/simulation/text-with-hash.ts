import { extendHash } from '../selection/text-hash.ts'

/** Inverse of the multiplier of the hash, modulo 2³². */
const INVERSE = 0x35_9c_44_9b
/** First character that is tried: above ASCII, so that no beginning of a path and no pattern goes on with it. */
const FIRST = 0x1_00

/**
 * Writes three characters that take a hash to another one, with this text behind them: see `extendHash`. Of what only a hash is known,
 * there is a text then that is decided as any other. The first character is outside of ASCII; the others may be anything.
 */
export function textBetween(from: number, to: number, behind = ''): string {
  const last = Math.imul(hashBefore(to, behind), INVERSE)
  const shift = Math.imul(last >>> 16, INVERSE) & 0xff_ff
  for (let first = FIRST; ; first += 1) {
    const start = String.fromCharCode(first)
    const hash = extendHash(from, start, 1)
    const low = lowByHigh()[((hash >>> 16) - shift) & 0xff_ff]
    if (low === undefined || low === NONE) continue
    const before = (last & 0xff_ff_00_00) | low
    return start + String.fromCharCode((hash ^ Math.imul(before, INVERSE)) & 0xff_ff, (last ^ before) & 0xff_ff)
  }
}

/** Takes a text off a hash. */
function hashBefore(hash: number, text: string): number {
  return text.split('').reduceRight((sum, char) => Math.imul(sum, INVERSE) ^ char.charCodeAt(0), hash)
}

/** No 16 bits give this half. One of them gives 0, so 0 is no sign. */
const NONE = -1
let known: Int32Array | undefined

/** 16 bits by the upper half of their product with the inverse. Two thirds of all halves are there; made when first asked. */
function lowByHigh(): Int32Array {
  if (known !== undefined) return known
  known = new Int32Array(2 ** 16).fill(NONE)
  for (let low = 0; low < 2 ** 16; low += 1) known[Math.imul(low, INVERSE) >>> 16] = low
  return known
}
