import { expect, it } from 'vitest'
import { answers, redirected, refused, targetOf } from './branches.ts'

it.each([
  { wire: '/a+b', resource: '/a+b' },
  { wire: '/a%2Bb?c+d', resource: '/a+b?c+d' },
  { wire: '/a%2ets', resource: '/a.ts' },
  { wire: '/a%2Fb', resource: '/a/b' },
  { wire: '/a%3Fb%26c%23d', resource: '/a?b&c' },
  { wire: '/a%2520b', resource: '/a%20b' },
  { wire: '/%25252e/a', resource: '/%252e/a' },
  { wire: '/%25252f%25255c', resource: '/%252f%255c' },
  { wire: '/a%252ets', resource: '/a%2ets' },
  { wire: '/a?%252f%255c%252e%252e', resource: '/a?%2f%5c%2e%2e' },
  { wire: '/a%250d%250ab', resource: '/a%0d%0ab' },
  { wire: '/a%25', resource: '/a%' },
  { wire: '/%c3%a9', resource: '/%C3%A9' },
  { wire: '/\u00c3\u00a9', resource: '/%C3%A9' },
  { wire: '/\u00c3%a9', resource: '/%C3%A9' },
  { wire: '/%f0%9f%98%80', resource: '/%F0%9F%98%80' },
  { wire: '/%25c3%25a9', resource: '/%c3%a9' },
])('decodes $wire of the wire once', ({ wire, resource }) => {
  expect(answers(`/?video=http://s1.origin-cluster${wire}`)).toEqual(redirected(resource))
})

it.each([
  { wire: '/%2e%2e/a', refusal: 'VIDEO_PATH 400' },
  { wire: '/%252e%252e/a', refusal: 'VIDEO_PATH 400' },
  { wire: '/a%252fb', refusal: 'VIDEO_PATH 400' },
  { wire: '/a%5cb', refusal: 'VIDEO_CHARACTERS 400' },
  { wire: '/a%255cb', refusal: 'VIDEO_PATH 400' },
  { wire: '%253a80/a', refusal: 'VIDEO_HOST 400' },
])('refuses $wire of the wire for what it is after one decoding', ({ wire, refusal }) => {
  expect(answers(`/?video=http://s1.origin-cluster${wire}`)).toEqual(refused(refusal))
})

it('decodes a value that is encoded as a whole', () => {
  const everyByte = [...Buffer.from('http://s1.origin-cluster/é.m3u8?n=1')].map((byte) => `%${byte.toString(16)}`).join('')
  expect(answers(`/?video=${everyByte}`)).toEqual(redirected('/%C3%A9.m3u8?n=1'))
})

it.each([
  { text: 'a', units: 1 },
  { text: 'é', units: 1 },
  { text: '日', units: 1 },
  { text: '😀', units: 2 },
])('takes 4,096 UTF-16 units of $text and no more', ({ text, units }) => {
  const start = 'http://s1.origin-cluster/'.padEnd(26, '/') // an even number, so that pairs fit
  const longest = start + text.repeat((4_096 - start.length) / units)
  expect(longest).toHaveLength(4_096)
  expect(answers(targetOf(longest))).toEqual(redirected(`//${encodeURIComponent(longest.slice(start.length))}`))
  expect(answers(targetOf(`${longest}b`))).toEqual(refused('VIDEO_TOO_LONG 414'))
})

it('counts the whole decoded value, fragment and query included, and nothing beside it', () => {
  const video = 'http://s1.origin-cluster/a?q#f'
  expect(answers(targetOf(video.padEnd(4_096, 'f')))).toEqual(redirected('/a?q'))
  expect(answers(targetOf(video.padEnd(4_097, 'f')))).toEqual(refused('VIDEO_TOO_LONG 414'))
  expect(answers(`/?video=http://s1.origin-cluster/a&x=${'x'.repeat(4_096)}`)).toEqual(redirected('/a'))
  expect(answers(`/?video=http://s1.origin-cluster/a?q&x=${'x'.repeat(4_096)}`)).toEqual(
    redirected(`/a?q&x=${'x'.repeat(4_096)}`),
  )
})
