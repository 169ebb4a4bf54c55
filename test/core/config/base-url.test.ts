import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatBaseUrl, parseBaseUrl } from '../../../src/core/config/base-url.ts'
import { baseUrl, holds } from '../arbitraries.ts'

it.each([
  { input: 'cdn', scheme: undefined, authority: 'cdn', prefix: '' },
  { input: 'cdn.example.com:8080', scheme: undefined, authority: 'cdn.example.com:8080', prefix: '' },
  { input: 'HTTP://CDN.Example.com', scheme: 'http', authority: 'cdn.example.com', prefix: '' },
  { input: 'https://cdn:443/Vod/x/', scheme: 'https', authority: 'cdn:443', prefix: '/Vod/x' },
  { input: 'cdn/vod', scheme: undefined, authority: 'cdn', prefix: '/vod' },
  { input: 'cdn/', scheme: undefined, authority: 'cdn', prefix: '' },
  { input: 'cdn///', scheme: undefined, authority: 'cdn', prefix: '' },
  { input: 'cdn/a//b//', scheme: undefined, authority: 'cdn', prefix: '/a//b' },
  { input: 'cdn:08080', scheme: undefined, authority: 'cdn:8080', prefix: '' },
  { input: 'cdn:65535', scheme: undefined, authority: 'cdn:65535', prefix: '' },
  { input: '127.0.0.1:9000', scheme: undefined, authority: '127.0.0.1:9000', prefix: '' },
  { input: "cdn/-._~!$&'()*+,;=:@%C3%a9", scheme: undefined, authority: 'cdn', prefix: "/-._~!$&'()*+,;=:@%C3%a9" },
  { input: 'cdn/.../..a/a..', scheme: undefined, authority: 'cdn', prefix: '/.../..a/a..' },
  { input: 'xn--e1afmkfd.com', scheme: undefined, authority: 'xn--e1afmkfd.com', prefix: '' },
])('takes $input apart', ({ input, scheme, authority, prefix }) => {
  expect(parseBaseUrl(input)).toEqual({ ok: true, value: { scheme, authority, prefix } })
})

it.each([
  '',
  '/',
  'http://',
  'http:///x',
  '//cdn',
  '/vod',
  'ftp://cdn',
  'javascript:alert(1)',
  'http:cdn',
  'http://http://cdn',
  'cdn:',
  'cdn:0',
  'cdn:65536',
  'cdn:123456',
  'cdn:80:80',
  'cdn:a',
  'user@cdn',
  'http://user:secret@cdn',
  'cdn?x',
  'cdn/a?x',
  'cdn#x',
  'cdn/a#x',
  'cdn/a b',
  'cdn\\a',
  'cdn/a\r\nX: y',
  ' cdn',
  'cdn\n',
  'cdn.',
  '.cdn',
  'c..n',
  '-cdn',
  'cdn-',
  'c_n',
  '[::1]',
  'cdn/é',
  'é.com',
  'cdn/"',
  'cdn/.',
  'cdn/..',
  'cdn/../x',
  'cdn/x/%2e/y',
  'cdn/%2E.',
  'cdn/%',
  'cdn/%4',
  'cdn/%zz',
  'a'.repeat(64),
  `${'a.'.repeat(127)}a`,
  `cdn/${'x'.repeat(509)}`,
])('refuses %j', (input) => {
  expect(parseBaseUrl(input)).toMatchObject({ ok: false, problem: { code: 'BASE_URL_INVALID', field: 'baseUrl' } })
})

it('repeats no user and password of what it refuses', () => {
  expect(parseBaseUrl('http://user:secret@cdn')).toMatchObject({ problem: { received: '***@cdn' } })
})

it.each(['cdn.999', '1', '256.1.1.1', '0x7f.1', '127.1', '1.2.3.4.5', 'cdn.0x1'])(
  'refuses %s, which a client reads as another host or none',
  (input) => {
    expect(parseBaseUrl(input)).toMatchObject({ ok: false, problem: { code: 'BASE_URL_INVALID', field: 'baseUrl' } })
  },
)

it('gives a text that means the same and does not change again', () => {
  holds(
    fc.property(baseUrl, (input) => {
      const parsed = parseBaseUrl(input)
      expect(parsed.ok && parseBaseUrl(formatBaseUrl(parsed.value))).toEqual(parsed)
      expect(parsed.ok && formatBaseUrl(parsed.value)).toBe(input)
    }),
  )
})

it('takes of arbitrary text only what a client reads as it stands', () => {
  const noise = fc.string({
    unit: fc.constantFrom('a', 'Z', '0', '.', '-', ':', '/', '%', '2', 'e', '@', '?', '#', '\\', ' ', 'é'),
    maxLength: 14,
  })
  holds(
    fc.property(fc.constantFrom('', 'http://', 'https://', 'a.'), noise, (start, rest) => {
      const parsed = parseBaseUrl(`${start}c${rest}`)
      fc.pre(parsed.ok)
      if (!parsed.ok) return
      const url = `http://${parsed.value.authority}${parsed.value.prefix}/s1/a`
      expect(new URL(url).href).toBe(url.replace(/^(http:\/\/[^/:]+):80\//, '$1/'))
    }),
    500,
  )
})
