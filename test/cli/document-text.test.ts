import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formats } from '../../src/cli/config/document-format.ts'
import { formatDocument, parseText } from '../../src/cli/config/document-text.ts'
import type { ConfigDocument } from '../../src/core/config/document.ts'
import { NEWEST_FORMAT_VERSION } from '../../src/core/config/revision.ts'
import { config, holds } from '../core/arbitraries.ts'

const documents = config.map((whole): ConfigDocument => ({ formatVersion: NEWEST_FORMAT_VERSION, ...whole }))

describe.each(formats)('a document as %s', (format) => {
  it('is read back as it was written, and written again byte for byte', () => {
    holds(
      fc.property(documents, (document) => {
        const text = formatDocument(document, format)
        const { value, faults } = parseText(text, format)
        expect([value, faults]).toEqual([document, []])
        expect(formatDocument(value as ConfigDocument, format)).toBe(text)
      }),
      100,
    )
  })

  it('is the same text whatever the order of its lists', () => {
    holds(
      fc.property(documents, ({ formatVersion, ...document }) => {
        const turned = Object.fromEntries(
          Object.entries(document)
            .toReversed()
            .map(([name, part]) => [name, Array.isArray(part) ? part.toReversed() : part]),
        ) as typeof document
        expect(formatDocument({ ...turned, formatVersion }, format)).toBe(formatDocument({ formatVersion, ...document }, format))
      }),
    )
  })

  it('may be a thousand CDNs', () => {
    const cdns = Array.from({ length: 1_000 }, (_, index) => ({ key: `c${index}`, baseUrl: `c${index}.example.com` }))
    const document = { formatVersion: 1, cdns, originClusters: [], settings: {} }
    expect(parseText(formatDocument(document, format), format).faults).toEqual([])
  })
})

it('quotes in YAML what an older reader would take for something else than text', () => {
  const cdns = ['no', 'on', 'y', 'null', '1e3', '0x10', '12:30', '2026-01-01', '~', '#a', '- a', 'a: b', ''].map((name) => ({
    key: 'k',
    name,
    baseUrl: 'a',
  }))
  const text = formatDocument({ formatVersion: 1, cdns, originClusters: [], settings: {} }, 'yaml')
  const bare = [...text.matchAll(/name: (.*)/g)].map(([, value = '']) => value).filter((value) => !/^["']/.test(value))
  expect(bare).toEqual([])
})

/** Each level refers to the one before nine times: 9 ** 8 texts. */
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(
    (name) =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${String.fromCodePoint((name.codePointAt(0) ?? 0) - 1)}`).join(', ')}]`,
  ),
].join('\n')

describe('a text with a fault is told where', () => {
  it.each([
    { what: 'a field twice', format: 'yaml', text: 'a: 1\nb: 2\na: 3\n', says: [/field "a" is there twice.*line 3, column 1$/] },
    {
      what: 'a field twice, deep inside',
      format: 'yaml',
      text: 'a:\n  - {k: 1, k: 2}\n',
      says: [/field "k" .*line 2, column 12$/],
    },
    {
      what: 'a field twice',
      format: 'json',
      text: '{"a": {"b": 1,\n "b": 2}, "c": {"b": 3}}',
      says: [/field "b" .*line 2, column 2$/],
    },
    { what: 'a field twice, once escaped', format: 'json', text: '{"a": 1, "\\u0061": 2}', says: [/field "a"/] },
    { what: 'indentation that does not fit', format: 'yaml', text: 'a:\n  b: 1\n c: 2\n', says: [/line 3/] },
    { what: 'an unknown tag', format: 'yaml', text: 'a: !!js/function x', says: [/Unresolved tag.*line 1/] },
    { what: 'two documents', format: 'yaml', text: 'a: 1\n---\na: 2\n', says: [/multiple documents/] },
    { what: 'an object as a key', format: 'yaml', text: '? {a: 1}\n: 2\n', says: [/keys must be strings/] },
    { what: 'an alias of nothing', format: 'yaml', text: 'a: *b\n', says: [/[Uu]nresolved alias/] },
    { what: 'aliases that unfold', format: 'yaml', text: bomb, says: [/too many aliases, allowed are 100/] },
    { what: 'an alias of itself', format: 'yaml', text: 'a: &a [*a]\n', says: [/alias \*a stands inside/] },
    {
      what: 'more aliases than are allowed',
      format: 'yaml',
      text: `a: &a x\nb: [${'*a, '.repeat(101)}]\n`,
      says: [/too many aliases/],
    },
    { what: 'endless nesting', format: 'yaml', text: '['.repeat(100_000), says: [/nested too deeply/] },
    { what: 'endless nesting', format: 'json', text: `${'['.repeat(10_000)}${']'.repeat(10_000)}`, says: [/nested too deeply/] },
    { what: 'no JSON', format: 'json', text: '{"a": 1,}', says: [/JSON/] },
    { what: 'YAML where JSON is said', format: 'json', text: 'a: 1', says: [/JSON/] },
    { what: 'several things at once', format: 'yaml', text: 'a: !x 1\nb: 2\nb: 3\n', says: [/tag/, /field "b"/] },
  ] as const)('$format: $what', ({ format, text, says }) => {
    const { faults } = parseText(text, format)
    expect(faults).toEqual(says.map((pattern) => expect.stringMatching(pattern)))
  })

  it('also when an object has twenty thousand fields', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `"k${index}": 1`)
    expect(parseText(`{${many.join(', ')}, "k7": 1}`, 'json').faults).toHaveLength(1)
  })
})

it('YAML may name a thing once and use it again', () => {
  const { value, faults } = parseText('a: &limit {perSecond: 1, burst: 2}\nb: *limit\n', 'yaml')
  expect([value, faults]).toEqual([{ a: { perSecond: 1, burst: 2 }, b: { perSecond: 1, burst: 2 } }, []])
})
