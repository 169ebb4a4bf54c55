import { open } from 'node:fs/promises'
import { readAsn } from '../../core/geo/asn.ts'
import type { AddressWords } from '../../core/geo/address-words.ts'
import { numberValues, type GeoContent, type ValueNumbers } from './geo-content.ts'
import { collectRanges, type Ranges } from '../../core/geo/ranges.ts'

/** Files of the database: lines of first and last address in decimals, the number of the autonomous system, its name. */
export type AsnFiles = { readonly ipv4: string; readonly ipv6: string; readonly builtAtEpochMs: number }

/** Reads the database whole, in steps between which requests go on. Fails where any line is damaged. */
export async function readAsnCsv({ ipv4, ipv6, builtAtEpochMs }: AsnFiles): Promise<GeoContent<number>> {
  const numbers = numberValues<number>()
  const ranges = [await readRanges(ipv4, 1, numbers), await readRanges(ipv6, 4, numbers)] as const
  return { builtAtEpochMs, ipv4: ranges[0], ipv6: ranges[1], values: numbers.values }
}

/** Bytes that are read at once: about 300 lines, less than a millisecond. */
const STEP_BYTES = 16 * 1024

async function readRanges(path: string, width: 1 | 4, { numberOf }: ValueNumbers<number>): Promise<Ranges> {
  const ranges = collectRanges(width)
  const words: AddressWords = new Uint32Array(width)
  const highest = 2n ** BigInt(32 * width) - 1n
  let [rest, last] = ['', -1n]
  const file = await open(path)
  try {
    const step = Buffer.alloc(STEP_BYTES)
    for (let { bytesRead } = await file.read(step); bytesRead > 0; { bytesRead } = await file.read(step)) {
      const lines = `${rest}${step.toString('latin1', 0, bytesRead)}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(line)
    }
  } finally {
    await file.close()
  }
  if (rest !== '' || last === -1n) throw new Error(`${path} ends within a line`)
  endRange(highest + 1n)
  return ranges.seal()

  function take(line: string): void {
    const [, from, to, asn] = /^(\d{1,39}),(\d{1,39}),(\d{1,10}),/.exec(line) ?? []
    const [first, end, number] = [BigInt(from ?? 1), BigInt(to ?? 0), readAsn(asn ?? '')]
    if (end < first || end > highest || number === undefined) throw new Error(`${path} has a line that is no range of addresses`)
    endRange(first)
    ranges.begin(write(first), numberOf(number))
    last = end
  }

  /** Ends the range before where it ends, or at the next one, which is another range inside it. */
  function endRange(next: bigint): void {
    if (last < next - 1n) ranges.begin(write(last + 1n), 0)
  }

  function write(address: bigint): AddressWords {
    for (let word = 0; word < width; word += 1) words[word] = Number((address >> BigInt(32 * (width - 1 - word))) & 0xffff_ffffn)
    return words
  }
}
