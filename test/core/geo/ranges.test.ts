import fc from 'fast-check'
import { expect, it } from 'vitest'
import { collectRanges, findRange, valueOf } from '../../../src/core/geo/ranges.ts'
import { holds } from '../arbitraries.ts'

const edge = fc.constantFrom(0, 1, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_fe_ff_ff, 0xff_ff_00_00, 0xff_ff_ff_ff)
const word = fc.oneof(
  edge,
  fc.nat(2 ** 16 - 1).map((high) => (high << 16) >>> 0),
  fc.nat(2 ** 32 - 1),
)

it.each([
  { family: 'IPv4', address: listOf(word) },
  { family: 'IPv6', address: listOf(fc.oneof(fc.constant(0x2a_00_00_00), word), word, edge, edge) },
])('finds the last range that begins at or before an address of $family, of few and of many', ({ address }) => {
  const size = fc.constantFrom(0, 1, 3, 40, 400)
  const starts = size.chain((maxLength) => fc.array(address, { maxLength, size: 'max' }))
  holds(
    fc.property(starts, fc.array(address), (all, asked) => {
      const sorted = all.map((words) => [...words]).toSorted(compare)
      const ranges = collectRanges(sorted[0]?.length ?? asked[0]?.length ?? 1)
      for (const [index, words] of sorted.entries()) ranges.begin(words, index + 1)
      const sealed = ranges.seal()
      const near = sorted.flatMap((words) => [words, [...words.slice(0, -1), ((words.at(-1) ?? 0) + 1) >>> 0]])
      for (const words of [...asked, ...near]) {
        const value = valueOf(sealed, findRange(sealed, Uint32Array.from(words)))
        expect(value).toBe(sorted.filter((start) => compare(start, words) <= 0).length)
      }
    }),
  )
})

function listOf(...words: readonly fc.Arbitrary<number>[]): fc.Arbitrary<readonly number[]> {
  return fc.tuple(...words)
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index])
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
}
