import { expect, it } from 'vitest'
import { answers, redirected, targetOf } from './branches.ts'

it.each([
  { inside: 'an empty value', video: '/a.m3u8?x=', resource: '/a.m3u8?x=' },
  { inside: 'a name alone', video: '/a?x', resource: '/a?x' },
  { inside: 'an empty query', video: '/a?', resource: '/a?' },
  { inside: 'a name given twice', video: '/a?x=1&x=2&&y', resource: '/a?x=1&x=2&&y' },
  {
    inside: 'the names that are special at the top level',
    video: '/a?video=1&CMCD=2&_HLS_msn=3',
    resource: '/a?video=1&CMCD=2&_HLS_msn=3',
  },
  { inside: 'question marks', video: '/a?x?y=?', resource: '/a?x?y=?' },
  { inside: 'a URL', video: '/a?u=http://evil.com/../?', resource: '/a?u=http://evil.com/../?' },
  { inside: 'encoded line breaks', video: '/a?x=%0d%0a', resource: '/a?x=%0d%0a' },
  { inside: 'escapes of either case', video: '/%d0%B6/a%20b?c=%c0%ae', resource: '/%d0%B6/a%20b?c=%c0%ae' },
  { inside: 'a broken escape, encoded on the wire', video: '/a%?x=%zz', resource: '/a%?x=%zz' },
  {
    inside: 'every other character of a URL',
    video: "/a-._~!$&'()*+,;=:@?b-._~!$'()*+,;=:@/?",
    resource: "/a-._~!$&'()*+,;=:@?b-._~!$'()*+,;=:@/?",
  },
  { inside: 'double slashes', video: '//a///b.m3u8?//', resource: '//a///b.m3u8?//' },
  { inside: 'three dots', video: '/.../a', resource: '/.../a' },
])('keeps $inside byte for byte', ({ video, resource }) => {
  expect(answers(targetOf(`http://s1.origin-cluster${video}`))).toEqual(redirected(resource))
})

it.each([
  { video: '/a?x=1#frag', resource: '/a?x=1' },
  { video: '/a#?x=1', resource: '/a' },
  { video: '/a#@evil.com:99999/../%2f', resource: '/a' },
  { video: '/a?#', resource: '/a?' },
  { video: '/a#b#c', resource: '/a' },
])('drops the fragment of $video', ({ video, resource }) => {
  expect(answers(targetOf(`http://s1.origin-cluster${video}`))).toEqual(redirected(resource))
})

it.each([
  { text: '"', encoded: '%22' },
  { text: '<', encoded: '%3C' },
  { text: '>', encoded: '%3E' },
  { text: '^', encoded: '%5E' },
  { text: '{', encoded: '%7B' },
  { text: '}', encoded: '%7D' },
  { text: '|', encoded: '%7C' },
  { text: '[', encoded: '%5B' },
  { text: ']', encoded: '%5D' },
  { text: '`', encoded: '%60' },
  { text: "'", encoded: "'" },
  { text: 'é', encoded: '%C3%A9' },
  { text: '日本', encoded: '%E6%97%A5%E6%9C%AC' },
  { text: '😀', encoded: '%F0%9F%98%80' },
  { text: '\u00a0', encoded: '%C2%A0' },
  { text: '\u2028', encoded: '%E2%80%A8' },
  { text: '\ufeff', encoded: '%EF%BB%BF' },
])('writes $text in path and query as $encoded', ({ text, encoded }) => {
  expect(answers(targetOf(`http://s1.origin-cluster/a${text}b?${text}=${text}`))).toEqual(
    redirected(`/a${encoded}b?${encoded}=${encoded}`),
  )
})

it.each([
  { name: 'follows the inner query', target: '/?video=http://s1.origin-cluster/a?t=1&x=a=b', resource: '/a?t=1&x=a=b' },
  {
    name: 'follows it from before video, too',
    target: '/?b=2&video=http://s1.origin-cluster/a?t=1&a=1',
    resource: '/a?t=1&b=2&a=1',
  },
  { name: 'follows an empty inner query', target: '/?video=http://s1.origin-cluster/a?&b=2', resource: '/a?&b=2' },
  {
    name: 'stands before the dropped fragment',
    target: '/?video=http://s1.origin-cluster/a?t=1%23f&b=2',
    resource: '/a?t=1&b=2',
  },
  {
    name: 'keeps its escapes, broken ones as well',
    target: '/?video=http://s1.origin-cluster/a?t&b=%2F%c0%zz%&%63=+',
    resource: '/a?t&b=%2F%c0%zz%&%63=+',
  },
  {
    name: 'keeps its order and repetition',
    target: '/?z=1&video=http://s1.origin-cluster/a?t&a&z=2&=&a',
    resource: '/a?t&z=1&a&z=2&=&a',
  },
  { name: 'loses only empty parameters', target: '/?&video=http://s1.origin-cluster/a?t&&b&', resource: '/a?t&b' },
  { name: 'ends at a raw #', target: '/?video=http://s1.origin-cluster/a?t&b#&c', resource: '/a?t&b' },
  { name: 'may hold a question mark', target: '/?video=http://s1.origin-cluster/a?t&b?c=?', resource: '/a?t&b?c=?' },
  {
    name: 'is encoded where a URL may not hold it',
    target: '/?video=http://s1.origin-cluster/a?t&b="<>^{}|[]`\'',
    resource: "/a?t&b=%22%3C%3E%5E%7B%7D%7C%5B%5D%60'",
  },
  {
    name: 'is encoded as the bytes of the wire',
    target: '/?video=http://s1.origin-cluster/a?t&b=\u00c3\u00a9\u00ff',
    resource: '/a?t&b=%C3%A9%FF',
  },
  {
    name: 'is encoded even where a parser should have refused it',
    target: '/?video=http://s1.origin-cluster/a?t&\r\n \t\\\0\x7f',
    resource: '/a?t&%0D%0A%20%09%5C%00%7F',
  },
  { name: 'is dropped without an inner query', target: '/?a=1&video=http://s1.origin-cluster/a&host=evil.com', resource: '/a' },
  {
    name: 'is dropped when only the fragment has a question mark',
    target: '/?video=http://s1.origin-cluster/a%23?t&b=1',
    resource: '/a',
  },
])('the rest of the top level $name', ({ target, resource }) => {
  expect(answers(target)).toEqual(redirected(resource))
})

it.each([
  { target: '/?video=http://s1.origin-cluster/a&_HLS_msn=7', resource: '/a?_HLS_msn=7' },
  { target: '/?_HLS_part=2&video=http://s1.origin-cluster/a&x=1&_HLS_msn=7', resource: '/a?_HLS_part=2&_HLS_msn=7' },
  { target: '/?video=http://s1.origin-cluster/a%23f&_HLS_skip=v2', resource: '/a?_HLS_skip=v2' },
  { target: '/?video=http://s1.origin-cluster/a&_HLS_skip', resource: '/a?_HLS_skip' },
  { target: '/?video=http://s1.origin-cluster/a&_HLS_msn=7&_HLS_msn=8', resource: '/a?_HLS_msn=7&_HLS_msn=8' },
  { target: '/?video=http://s1.origin-cluster/a&_HLS_msn="\u00e9 ', resource: '/a?_HLS_msn=%22%E9%20' },
  { target: '/?_HLS_msn=7&video=http://s1.origin-cluster/a?t=1&b=2', resource: '/a?t=1&_HLS_msn=7&b=2' },
  { target: '/?video=http://s1.origin-cluster/a&_HLS_other=1&_hls_msn=2&%5FHLS_msn=3', resource: '/a' },
])('forwards the delivery directives of $target', ({ target, resource }) => {
  expect(answers(target)).toEqual(redirected(resource))
})

it.each([
  { target: '/?video=http://s1.origin-cluster/a?t=1&CMCD=br%3D3200%2Csid%3D%22x%22&b=2', resource: '/a?t=1&b=2' },
  { target: '/?CMCD=bs&video=http://s1.origin-cluster/a?t=1&CMCD', resource: '/a?t=1' },
  { target: '/?video=http://s1.origin-cluster/a&CMCD=bs&_HLS_msn=1', resource: '/a?_HLS_msn=1' },
  { target: '/?video=http://s1.origin-cluster/a?t=1&cmcd=1&CMCDx=2&%43MCD=3', resource: '/a?t=1&cmcd=1&CMCDx=2&%43MCD=3' },
])('keeps CMCD, and nothing else, for itself: $target', ({ target, resource }) => {
  expect(answers(target)).toEqual(redirected(resource))
})

it.each([
  { target: '/?video=http://s1.origin-cluster/a?t&%76ideo=x', resource: '/a?t&%76ideo=x' },
  { target: '/?video=http://s1.origin-cluster/a?t&video[]=x&VIDEO=y', resource: '/a?t&video%5B%5D=x&VIDEO=y' },
  { target: '/?Video=http://evil.com/&video=http://s1.origin-cluster/a', resource: '/a' },
  { target: '/?video=http://s1.origin-cluster/a#&video=http://s1.origin-cluster/b', resource: '/a' },
])('compares names as they stand: $target', ({ target, resource }) => {
  expect(answers(target)).toEqual(redirected(resource))
})
