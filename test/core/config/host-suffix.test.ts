import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyOfSuffix, parseHostSuffix } from '../../../src/core/config/host-suffix.ts'
import { parseOriginClusterKey } from '../../../src/core/config/keys.ts'
import { holds, hostSuffix } from '../arbitraries.ts'

const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(48)}`

it.each([
  { input: 'origin-cluster', value: 'origin-cluster' },
  { input: 'Video.EXAMPLE.com', value: 'video.example.com' },
  { input: 'a', value: 'a' },
  { input: '1.a', value: '1.a' },
  { input: '7a', value: '7a' },
  { input: 'a.0xg', value: 'a.0xg' },
  { input: 'xn--e1afmkfd.xn--p1ai', value: 'xn--e1afmkfd.xn--p1ai' },
  { input: 'a--b', value: 'a--b' },
  { input: 'constructor', value: 'constructor' },
  { input: longest, value: longest },
])('takes $input, lower-cased', ({ input, value }) => {
  expect(parseHostSuffix(input)).toEqual({ ok: true, value })
})

it.each([
  '',
  '.',
  '.origin',
  'origin.',
  'a..b',
  '-a',
  'a-',
  'a.-b',
  'a_b',
  'a b',
  ' a',
  'a\n',
  'a:80',
  'a/b',
  '*.a',
  'http://a',
  'user@a',
  'é.com',
  'a。b',
  'a'.repeat(64),
  `${longest}d`,
])('refuses %j', (input) => {
  expect(parseHostSuffix(input)).toMatchObject({ ok: false, problem: { code: 'HOST_SUFFIX_INVALID', field: 'hostSuffix' } })
})

it.each(['1', '0.0.1', '127.0.0.1', 'a.1', 'a.08', '0x7f', 'a.0X7F', 'a.0x'])(
  'refuses %s, which a browser reads as an IPv4 address',
  (input) => {
    expect(parseHostSuffix(input)).toMatchObject({ ok: false, problem: { code: 'HOST_SUFFIX_INVALID' } })
  },
)

it('does not take a letter that only lower-casing makes one', () => {
  expect(parseHostSuffix('\u212aino')).toMatchObject({ ok: false, problem: { code: 'HOST_SUFFIX_INVALID', received: '?ino' } })
})

it('takes what it gave again', () => {
  holds(
    fc.property(hostSuffix, (suffix) => {
      expect(parseHostSuffix(suffix.toUpperCase())).toEqual({ ok: true, value: suffix })
      expect(parseHostSuffix(suffix)).toEqual({ ok: true, value: suffix })
    }),
  )
})

it('takes of arbitrary text only what a client reads as it stands', () => {
  const noise = fc.string({
    unit: fc.oneof(fc.constantFrom('a', 'Z', '0', '.', '-', 'x', ':', '/', '@', '\u212a'), fc.string()),
    maxLength: 6,
  })
  holds(
    fc.property(noise, (text) => {
      const parsed = parseHostSuffix(text)
      fc.pre(parsed.ok)
      expect(parsed).toEqual({ ok: true, value: new URL(`http://s1.${text}/`).hostname.slice('s1.'.length) })
    }),
  )
})

it('makes a key of any suffix', () => {
  expect(keyOfSuffix('video.example.com')).toBe('video-example-com')
  holds(
    fc.property(hostSuffix, (suffix) => {
      expect(parseOriginClusterKey(keyOfSuffix(suffix)).ok).toBe(true)
    }),
  )
})
