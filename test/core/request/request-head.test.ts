import { expect, it } from 'vitest'
import { findHeadFault, toOriginForm } from '../../../src/core/request/request-head.ts'

it.each([
  'localhost',
  'localhost:8000',
  'a.b-c_d:',
  '127.0.0.1:80',
  'a:00080',
  'a:65535',
  '[::1]',
  '[::1]:8000',
  '[::ffff:127.0.0.1]',
])('takes the Host %s', (host) => {
  expect(findHeadFault('1.1', '/', ['Host', host])).toBeUndefined()
  expect(findHeadFault('1.0', '/', ['Accept', '*/*', 'hOsT', host])).toBeUndefined()
})

it.each([
  '',
  'a b',
  'a/b',
  'user@a',
  'a\\b',
  'a,b',
  'a:b',
  'a:123456',
  'a:65536',
  'a:99999',
  'a:1:2',
  '[::1',
  '::1',
  '[a]b',
  'é',
  'a?',
  'a#',
  'a\t',
])('refuses the Host %j', (host) => {
  expect(findHeadFault('1.1', '/', ['Host', host])).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  expect(findHeadFault('1.0', '/', ['Host', host])).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
})

it.each([
  { what: 'a Host given twice', version: '1.1', headers: ['Host', 'a', 'Accept', '*/*', 'HOST', 'a'] },
  { what: 'a Host given twice to HTTP/1.0', version: '1.0', headers: ['Host', 'a', 'host', 'a'] },
  { what: 'no Host', version: '1.1', headers: ['Accept', 'host', 'X-Host', 'a'] },
  { what: 'a transfer coding in HTTP/1.0', version: '1.0', headers: ['Host', 'a', 'Transfer-Encoding', 'chunked'] },
])('refuses $what', ({ version, headers }) => {
  expect(findHeadFault(version, '/', headers)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
})

it('does without a Host in HTTP/1.0', () => {
  expect(findHeadFault('1.0', '/', [])).toBeUndefined()
})

it.each(['0.9', '1.2', '2.0', ''])('refuses HTTP version %j', (version) => {
  expect(findHeadFault(version, '/', ['Host', 'a'])).toMatchObject({ status: 505, code: 'HTTP_VERSION_NOT_SUPPORTED' })
})

it.each([
  { url: '/', originForm: '/' },
  { url: '//evil.com/?video=x', originForm: '//evil.com/?video=x' },
  { url: '/?video=http://s1.origin-cluster/a', originForm: '/?video=http://s1.origin-cluster/a' },
  { url: 'http://localhost/?video=x', originForm: '/?video=x' },
  { url: 'HTTPS://localhost:8000/config', originForm: '/config' },
  { url: 'http://localhost?video=http://a/b', originForm: '/?video=http://a/b' },
  { url: 'http://localhost', originForm: '/' },
  { url: 'http://[::1]:65535/a', originForm: '/a' },
  { url: 'http://localhost:?video=x', originForm: '/?video=x' },
])('reads the target $url as $originForm', ({ url, originForm }) => {
  expect(findHeadFault('1.1', url, ['Host', 'a'])).toBeUndefined()
  expect(toOriginForm(url)).toBe(originForm)
})

it('takes the asterisk of OPTIONS', () => {
  expect(findHeadFault('1.1', '*', ['Host', 'a'])).toBeUndefined()
})

const hostless = [
  'http://?video=x',
  'http://#',
  'http://user@a/',
  'http://u:p@a/?video=x',
  'http://@a/',
  'http://a:65536/',
  'http://a b/',
  'http://:80/',
]

it.each(['', 'a', '?video=x', '*a', 'ftp://a/', 'http:///a', 'http://', 'localhost:80', ...hostless])(
  'refuses the target %j',
  (url) => {
    expect(findHeadFault('1.1', url, ['Host', 'a'])).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  },
)
