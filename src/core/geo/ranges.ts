import type { AddressWords } from './address-words.ts'

/** Values of all addresses of one family: each range goes up to where the next one begins. */
export type Ranges = {
  /** Words of an address: 1 of IPv4, 4 of IPv6. */
  readonly width: number
  readonly count: number
  /**
   * First address of each range, ascending, and behind it the number of its value; 0: unknown. The first range begins at address 0.
   * Side by side: a lookup waits for memory, and so it does once for both.
   */
  readonly cells: Uint32Array
  /** For each beginning of an address, and one more, how many ranges begin before it. */
  readonly heads: Uint32Array
  readonly headBits: number
}

export type RangeCollector = {
  /** Gives all addresses from this one on a value, up to where the next one begins. Fails where they do not ascend. */
  begin(words: ArrayLike<number>, value: number): void
  seal(): Ranges
}

export function collectRanges(width: number): RangeCollector {
  const stride = width + 1
  let cells = new Uint32Array(stride * 1_024)
  let count = 1
  return {
    begin(words, value) {
      const order = compare({ cells, width }, count - 1, words)
      if (order > 0) throw new Error('its networks are not sorted')
      if (order === 0) cells[count * stride - 1] = value
      else if (cells[count * stride - 1] !== value) append(words, value)
    },
    seal() {
      const sealed = { width, count, cells: cells.slice(0, count * stride) }
      return { ...sealed, ...headsOf(sealed) }
    },
  }

  function append(words: ArrayLike<number>, value: number): void {
    if (count * stride === cells.length) cells = grow(cells)
    cells.set(words, count * stride)
    count += 1
    cells[count * stride - 1] = value
  }
}

/** Finds the range that holds an address: by halves among those with its beginning, which are few. */
export function findRange(ranges: Ranges, words: AddressWords): number {
  const head = (words[0] ?? 0) >>> (32 - ranges.headBits)
  let low = Math.max(1, ranges.heads[head] ?? 0) - 1
  let high = ranges.heads[head + 1] ?? 0
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (compare(ranges, middle, words) <= 0) low = middle
    else high = middle
  }
  return low
}

export function valueOf({ cells, width }: Ranges, index: number): number {
  return cells[index * (width + 1) + width] ?? 0
}

/** Tells whether a range holds all addresses from the first to the last. */
export function coversRange(ranges: Ranges, index: number, first: AddressWords, last: AddressWords): boolean {
  return compare(ranges, index, first) <= 0 && (index + 1 === ranges.count || compare(ranges, index + 1, last) > 0)
}

const MAX_HEAD_BITS = 16

/** As many beginnings as ranges at most, so that small lists stay small. */
function headsOf({ cells, width, count }: Pick<Ranges, 'cells' | 'width' | 'count'>): Pick<Ranges, 'heads' | 'headBits'> {
  const headBits = Math.max(1, Math.min(MAX_HEAD_BITS, Math.floor(Math.log2(count))))
  const heads = new Uint32Array(2 ** headBits + 1)
  for (let at = 0; at < cells.length; at += width + 1) {
    const behind = ((cells[at] ?? 0) >>> (32 - headBits)) + 1
    heads[behind] = (heads[behind] ?? 0) + 1
  }
  for (let head = 1; head < heads.length; head += 1) heads[head] = (heads[head] ?? 0) + (heads[head - 1] ?? 0)
  return { heads, headBits }
}

/** Below 0 where the range begins before the address, 0 where it begins there. */
function compare({ cells, width }: Pick<Ranges, 'cells' | 'width'>, index: number, words: ArrayLike<number>): number {
  for (let word = 0; word < width; word += 1) {
    const difference = (cells[index * (width + 1) + word] ?? 0) - (words[word] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function grow(before: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(before.length * 2)
  grown.set(before)
  return grown
}
