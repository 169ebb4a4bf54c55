import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatJson } from '../../src/cli/json.ts'
import { formatFacts, formatTable, widthOf } from '../../src/cli/table.ts'
import { holds } from '../core/arbitraries.ts'

describe('a table for people', () => {
  it('has its columns below each other, numbers to the right, nothing as "-"', () => {
    const rows = [
      ['a', 5, 'x y'],
      ['second', 1_000, null],
    ] as const
    expect(formatTable(['KEY', 'WEIGHT', 'NAME'], rows)).toBe('KEY     WEIGHT  NAME\na            5  x y\nsecond    1000  -\n')
  })

  it('is its head alone without rows', () => expect(formatTable(['KEY', 'NAME'], [])).toBe('KEY  NAME\n'))

  it('counts what a terminal shows, not characters', () => {
    expect(
      formatTable(
        ['A', 'B'],
        [
          ['配信', 'x'],
          ['é😀', 'y'],
          ['e\u0301', 'z'],
        ],
      ),
    ).toBe('A     B\n配信  x\né😀   y\ne\u0301     z\n')
  })

  it('keeps foreign text in its cell, on its line', () => {
    holds(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (texts) => {
        const table = formatTable(
          ['A', 'B'],
          texts.map((text) => [text, 1]),
        )
        expect(table.split('\n')).toHaveLength(texts.length + 2)
        expect(table).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})

it('facts stand beside their names', () => {
  expect(
    formatFacts([
      ['node', 'a:1'],
      ['live', 'revision 2\u001b'],
    ]),
  ).toBe('node  a:1\nlive  revision 2?\n')
})

it.each([
  ['abc', 3],
  ['配信', 4],
  ['👩‍👩‍👧', 2],
  ['ｱ', 1],
  ['', 0],
])('%s takes %i columns', (text, width) => expect(widthOf(text)).toBe(width))

it('JSON for programs is of printable characters, and the same value', () => {
  holds(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const written = formatJson([value, text])
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify([value, text])))
      expect(written).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
    }),
  )
})
